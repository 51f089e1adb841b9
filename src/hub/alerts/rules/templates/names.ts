import type { Pipe, Template } from './parse.ts';

/** The labels that a template asks for. */
export function labelsNamed(template: Template): string[] {
  const names = new Set<string>();
  const inPipe = (pipe: Pipe): void => {
    for (const { operands } of pipe)
      for (const operand of operands) {
        if (operand.type === 'label') names.add(operand.name);
        else if (operand.type === 'pipe') inPipe(operand.pipe);
      }
  };
  const inNodes = (nodes: Template): void => {
    for (const node of nodes) {
      if (node.type === 'output') inPipe(node.pipe);
      if (node.type !== 'if') continue;
      for (const { test, nodes: inner } of node.branches) {
        inPipe(test);
        inNodes(inner);
      }
      inNodes(node.otherwise);
    }
  };
  inNodes(template);
  return [...names];
}

import { callFunction, isTrue, textOf, type Worth } from './functions.ts';
import type { Command, Operand, Pipe, Template } from './parse.ts';

export interface TemplateData {
  labels: Readonly<Record<string, string>>;
  /** Null: there is none. */
  value: number | null;
  /** Fields of the event that made it, for rules on events. */
  event?: Readonly<Record<string, unknown>> | undefined;
}

/** More is cut: templates know no loops, but `printf` and `$labels` can be said many times. */
const longestText = 10_000;

/** A label that is not there is empty, a value that is not there a dash. */
export function fillTemplate(template: Template, data: TemplateData): string {
  let text = '';
  const write = (nodes: Template): void => {
    for (const node of nodes) {
      if (text.length > longestText) return;
      if (node.type === 'text') text += node.text;
      else if (node.type === 'output') text += textOf(worthOf(node.pipe, data));
      else write(node.branches.find(({ test }) => isTrue(worthOf(test, data)))?.nodes ?? node.otherwise);
    }
  };
  write(template);
  return text.slice(0, longestText);
}

function worthOf(pipe: Pipe, data: TemplateData): Worth {
  let worth: Worth = null;
  pipe.forEach((command, index) => {
    worth = answerOf(command, data, index === 0 ? [] : [worth]);
  });
  return worth;
}

function answerOf({ call, operands }: Command, data: TemplateData, fed: readonly Worth[]): Worth {
  const given = [...operands.map((operand) => operandOf(operand, data)), ...fed];
  return call === null ? (given[0] ?? null) : callFunction(call, given);
}

function operandOf(operand: Operand, { labels, value, event = {} }: TemplateData): Worth {
  switch (operand.type) {
    case 'value':
      return value;
    case 'labels':
      return labels;
    case 'label':
      return Object.hasOwn(labels, operand.name) ? (labels[operand.name] ?? '') : '';
    case 'event':
      return fieldOf(event, operand.name);
    case 'constant':
      return operand.value;
    default:
      return worthOf(operand.pipe, { labels, value, event });
  }
}

function fieldOf(event: Readonly<Record<string, unknown>>, name: string): Worth {
  const field = Object.hasOwn(event, name) ? event[name] : '';
  if (typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean') return field;
  return field === null || field === undefined ? '' : JSON.stringify(field);
}

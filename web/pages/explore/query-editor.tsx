import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewline } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/index.ts';

interface QueryEditorProps {
  value: string;
  onChange: (value: string) => void;
  onRun: (value: string) => void;
  /** Where the server found a mistake; null: nowhere. */
  mistake: number | null;
}

/** Where PromQL is written, with what the store knows offered while one types. */
export default function QueryEditor(props: QueryEditorProps) {
  const { t } = useText();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const newest = useRef(props);
  useLayoutEffect(() => {
    newest.current = props;
  });
  const label = t('explore.query');
  const hint = t('explore.hint');

  useEffect(() => {
    const host = place.current;
    if (!host) return undefined;
    // The content policy allows no style elements; in a shadow root CodeMirror uses sheets made by script, which it does allow.
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const promql = new PromQLExtension().setComplete({
      remote: {
        url: '/prometheus',
        httpMethod: 'GET',
        fetchFn: (input, init) => fetch(input, { ...init, credentials: 'same-origin' }),
        // Without them it offers what the language knows.
        httpErrorHandler: () => {},
      },
    });
    const run = (editor: EditorView): boolean => {
      newest.current.onRun(editor.state.doc.toString());
      return true;
    };
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: newest.current.value,
        extensions: [
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          EditorView.lineWrapping,
          placeholder(hint),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          promql.asExtension(),
          syntaxHighlighting(colours),
          look,
          mistakes,
          Prec.highest(
            keymap.of([
              {
                key: 'Enter',
                run: (editor) =>
                  completionStatus(editor.state) === 'active' ? acceptCompletion(editor) : run(editor),
                shift: insertNewline,
              },
              { key: 'Mod-Enter', run },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) newest.current.onChange(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    // What is typed here is no key of the page; those with Ctrl or ⌘ still are.
    const keep = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    };
    host.addEventListener('keydown', keep);
    return () => {
      host.removeEventListener('keydown', keep);
      made.destroy();
      promql.destroy();
      view.current = null;
    };
  }, [label, hint]);

  const { value, mistake } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch({ effects: markMistake.of(mistake) });
  }, [mistake]);

  return <div ref={place} className="min-w-0 rounded-sm border border-line-strong bg-ground" />;
}

const markMistake = StateEffect.define<number | null>();

/** The character at which the server stopped understanding, underlined until something is typed. */
const mistakes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects, state }) {
    for (const effect of effects) {
      if (!effect.is(markMistake)) continue;
      const { length } = state.doc;
      if (effect.value === null || length === 0) return Decoration.none;
      const from = Math.min(effect.value, length - 1);
      return Decoration.set([Decoration.mark({ class: 'cm-mistake' }).range(from, from + 1)]);
    }
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  '&': { fontSize: 'var(--size-base)', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': {
    outline: '2px solid var(--accent)',
    outlineOffset: '2px',
    borderRadius: 'var(--radius-small)',
  },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.6' },
  '.cm-content': { padding: '10px 0', minHeight: '44px', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius-small)',
    boxShadow: 'var(--shadow-raised)',
    fontSize: 'var(--size-sm)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { color: 'var(--ink-faint)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none', fontWeight: '600' },
  '.cm-completionInfo': { padding: '8px 10px', maxWidth: '320px' },
  '.cm-diagnostic': { padding: '6px 10px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-lintRange-error': { backgroundImage: 'none' },
  '.cm-lintRange-error, .cm-mistake': {
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '4px',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: tags.operatorKeyword, color: 'var(--accent)' },
  { tag: tags.function(tags.variableName), color: 'var(--accent)' },
  { tag: tags.labelName, color: 'var(--well)' },
  { tag: tags.string, color: 'var(--warn)' },
  { tag: tags.number, color: 'var(--busy)' },
  { tag: tags.comment, color: 'var(--ink-faint)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

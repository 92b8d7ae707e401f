import sax from 'sax';
import { faceError } from '../errors.js';

/** An element by its local name: prefixes and default namespaces differ between makers of one protocol. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly in it, trimmed. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 20_000;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a small XML document. A document type is refused: none of these protocols has one, and it is how XML bombs begin.
 * @throws FACE_WIRE_UNREADABLE, FACE_WIRE_TOO_LARGE
 */
export function parseXml(text: string, format: string): XmlElement {
  if (text.length > MAX_BYTES)
    throw faceError('FACE_WIRE_TOO_LARGE', { what: `a ${format} document`, limit: MAX_BYTES });
  const parser = sax.parser(true, { trim: false, normalize: false, xmlns: false, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  const refuse = (reason: string): never => {
    throw faceError('FACE_WIRE_UNREADABLE', { format, where: `line ${parser.line + 1}`, reason });
  };
  parser.onerror = (error) => refuse((error.message.split('\n')[0] ?? '').slice(0, 120));
  parser.ondoctype = () => refuse('a document type is not taken');
  parser.onopentag = ({ name, attributes }) => {
    elements += 1;
    if (open.length >= MAX_DEPTH || elements > MAX_ELEMENTS) refuse('too deep or too many elements');
    const entries = Object.entries(attributes).map(([key, value]) => [local(key), String(value)]);
    open.push({ name: local(name), attributes: Object.fromEntries(entries), children: [], text: '' });
  };
  const addText = (piece: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.text += piece;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    const { name, attributes, children, text: inner } = open.pop() as OpenElement;
    const element = { name, attributes, children, text: inner.trim() };
    const parent = open.at(-1);
    if (parent === undefined) root ??= element;
    else parent.children.push(element);
  };
  // A byte order mark, and blanks that some put before the declaration, are no part of the document.
  parser.write(text.replace(/^[\uFEFF\s]+/, '')).close();
  return root ?? refuse('no element');
}

export function child(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((one) => one.name === name) ?? null;
}

export function childText(element: XmlElement, name: string): string | null {
  return child(element, name)?.text ?? null;
}

/** The first element of that name at any depth, itself included. */
export function descendant(element: XmlElement, name: string): XmlElement | null {
  return descendants(element, name)[0] ?? null;
}

/** All elements of that name, in the order of the document. */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  const inner = element.children.flatMap((one) => descendants(one, name));
  return element.name === name ? [element, ...inner] : inner;
}

/** For text between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

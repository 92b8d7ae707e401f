import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
/** Written by generators whose own checks keep them fresh. */
const GENERATED = ['docs/errors.md', 'docs/api/core.api.md', 'docs/api/sdk.api.md'];

interface Page {
  readonly name: string;
  readonly text: string;
}

function pages(): readonly Page[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
  return [join(root, 'README.md'), ...below].map((path) => ({
    name: relative(root, path),
    text: readFileSync(path, 'utf8'),
  }));
}

const all = pages();
const written = all.filter((page) => !GENERATED.includes(page.name));

function blocks(page: Page, language: string): readonly string[] {
  return [...page.text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

/** Headings as GitHub turns them into anchors. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks(page: Page): readonly string[] {
  const links = [...page.text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(root, page.name) : resolve(root, dirname(page.name), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchors(readFileSync(target, 'utf8')).includes(anchor);
  });
}

/** Compiles the examples as modules that lie beside the tests, so that packages resolve as they do for the product. */
function typeErrors(examples: ReadonlyMap<string, string>): readonly string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const options = { ...config?.options, noEmit: true, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => examples.has(path) || fileExists(path);
  host.readFile = (path) => examples.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = examples.get(path);
    return text === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...examples.keys()], options, host);
  return [...examples.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      (one) => `${relative(root, path)}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`,
    );
  });
}

describe('the documentation', () => {
  it.each(written.map((page) => [page.name, page] as const))('%s links to what exists', (_name, page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('has examples that compile', () => {
    const examples = new Map(
      written.flatMap((page) =>
        blocks(page, 'ts').map((code, at) => [
          join(root, 'test', `${page.name.replaceAll(/[/.]/g, '-')}-${at + 1}.ts`),
          `${code}\nexport {};\n`,
        ]),
      ),
    );
    expect(examples.size).toBeGreaterThan(5);
    expect(typeErrors(examples)).toEqual([]);
  });

  it('has JSON examples that are JSON', () => {
    for (const page of written)
      for (const json of blocks(page, 'json')) expect(() => JSON.parse(json), page.name).not.toThrow();
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    for (const page of written) {
      for (const [, script] of page.text.matchAll(/\bnpm run ([a-z][a-z:-]*)/g))
        expect(scripts, page.name).toHaveProperty([script ?? '']);
    }
  });

  it('names error codes that exist', async () => {
    const load = async (name: string) => await import(pathToFileURL(join(root, 'scripts', 'lib', name)).href);
    const { readErrorTables } = (await load('error-tables.mjs')) as {
      readErrorTables(root: string): { code: string }[];
    };
    const { MESSAGES } = (await load('messages.mjs')) as { MESSAGES: object };
    const known = new Set([...readErrorTables(root).map((one) => one.code), ...Object.keys(MESSAGES)]);
    const areas = new Set([...known].map((code) => code.split('_')[0]));
    for (const page of written.filter((one) => one.name.startsWith('docs/operator'))) {
      const named = [...page.text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map((match) => match[1] ?? '');
      const wrong = named.filter(
        (code) => areas.has(code.split('_')[0]) && !known.has(code) && !code.startsWith('HADIR_'),
      );
      expect(wrong, page.name).toEqual([]);
    }
  });
});

import { join } from 'node:path';
import ts from 'typescript';

/**
 * The declarations that entry files export, as the compiler would write them to a `.d.ts`, sorted by name.
 * Gives a map from entry file to texts. Comments are left out: the report is about shapes.
 */
export function declarationsOf(root, entries) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { noEmit: false, declaration: true, emitDeclarationOnly: true, removeComments: true, sourceMap: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const program = ts.createProgram(entries, { ...config.options, outDir: undefined, rootDir: undefined });
  const checker = program.getTypeChecker();
  const emitted = new Map();
  const textOf = (file) => {
    if (!emitted.has(file.fileName)) {
      program.emit(file, (_path, text) => emitted.set(file.fileName, parse(file.fileName, text)), undefined, true);
    }
    return emitted.get(file.fileName);
  };
  return new Map(
    entries.map((entry) => {
      const symbol = checker.getSymbolAtLocation(program.getSourceFile(entry));
      const exported = symbol ? checker.getExportsOfModule(symbol) : [];
      const own = exported.filter((one) => !isOfCore(one, checker) || isCore(entry));
      const texts = own
        .map((one) => describe(one, checker, textOf))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((one) => one.text);
      const passedOn = exported.length > own.length ? ["export * from '@hadir/core'; // see core.api.md"] : [];
      return [entry, [...passedOn, ...texts]];
    }),
  );
}

const isCore = (fileName) => fileName.includes('/packages/core/');

function isOfCore(exported, checker) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  return (symbol.declarations ?? []).some((one) => isCore(one.getSourceFile().fileName));
}

function parse(fileName, text) {
  return ts.createSourceFile(fileName.replace(/\.ts$/, '.d.ts'), text, ts.ScriptTarget.ES2023, true);
}

function describe(exported, checker, textOf) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const files = [...new Set((symbol.declarations ?? []).map((one) => one.getSourceFile()))];
  const foreign = files.find((file) => file.fileName.includes('node_modules'));
  if (files.length === 0 || foreign)
    return { name: exported.name, text: `export { ${exported.name} }; // from elsewhere` };
  if (symbol.name.endsWith('_ERRORS')) return { name: exported.name, text: errorTable(symbol, checker) };
  const texts = files.flatMap((file) => statementsNamed(textOf(file), symbol.name));
  const alias = symbol.name === exported.name ? '' : `export { ${symbol.name} as ${exported.name} };\n`;
  return { name: exported.name, text: alias + texts.join('\n') };
}

function statementsNamed(file, name) {
  return file.statements
    .filter((statement) => namesOf(statement).includes(name))
    .map((statement) => statement.getText(file).replace(/^export declare /, 'export '));
}

function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations
      .filter((one) => ts.isIdentifier(one.name))
      .map((one) => one.name.text);
  }
  return statement.name && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
}

/** An error table is documented in docs/errors.md; here only its codes matter. */
function errorTable(symbol, checker) {
  const codes = checker
    .getTypeOfSymbol(symbol)
    .getProperties()
    .map((property) => `  | '${property.name}'`)
    .sort();
  return `export const ${symbol.name}: ErrorTable<\n${codes.join('\n')}\n>;`;
}

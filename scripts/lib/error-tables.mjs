import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { workspaces } from './build.mjs';

/**
 * Every error that Hadir can give, read from the `defineErrors({…})` tables in the sources without running them.
 * A table's values are literals; anything else in it is refused, because it could not be documented.
 */
export function readErrorTables(root) {
  const errors = [];
  for (const folder of workspaces(root)) {
    for (const path of sources(join(folder, 'src'))) {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('defineErrors(')) continue;
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      for (const table of tablesIn(file)) {
        for (const [code, definition] of Object.entries(evaluate(table, file))) {
          errors.push({ code, definition, part: relative(root, folder) });
        }
      }
    }
  }
  const twice = errors.map((one) => one.code).filter((code, index, all) => all.indexOf(code) !== index);
  if (twice.length > 0) throw new Error(`The same code stands in two tables: ${twice.join(', ')}`);
  return errors.sort((a, b) => (a.code < b.code ? -1 : 1));
}

function sources(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}

function tablesIn(file) {
  const found = [];
  const visit = (node) => {
    const isTable =
      ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'defineErrors';
    if (isTable && node.arguments[0] && ts.isObjectLiteralExpression(node.arguments[0])) found.push(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function evaluate(node, file) {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return evaluate(node.expression, file);
  }
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return evaluate(node.left, file) + evaluate(node.right, file);
  }
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties
        // A spread brings in a table that is found where it is defined.
        .filter((property) => !ts.isSpreadAssignment(property))
        .map((property) => {
          if (!ts.isPropertyAssignment(property)) return fail(property, file);
          const name =
            ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name) ? property.name.text : null;
          return name === null ? fail(property, file) : [name, evaluate(property.initializer, file)];
        }),
    );
  }
  if (ts.isIdentifier(node)) {
    const constant = constantIn(file, node.text);
    if (constant) return evaluate(constant, file);
  }
  return fail(node, file);
}

/** The value of a `const` of the same file. */
function constantIn(file, name) {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (ts.isIdentifier(declaration.name) && declaration.name.text === name) return declaration.initializer;
    }
  }
  return undefined;
}

function fail(node, file) {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  throw new Error(`${file.fileName}:${line + 1}: an error table holds literals only, found: ${node.getText(file)}`);
}

import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { FaceModelRef } from '@hadir/sdk';
import { Compile } from 'typebox/compile';
import { faceError } from '../errors.js';
import { BUILT_IN_EMBEDDERS } from './built-in.js';
import { EmbedderSpec } from './spec.js';

const specification = Compile(EmbedderSpec);

/**
 * Ids of built-in models, or specification files, to specifications.
 * @param folder Where files without a whole path lie: the plugin's private folder, the only one of the site's that it can read.
 */
export function chooseEmbedders(names: readonly string[], folder: string | null = null): readonly EmbedderSpec[] {
  const specs = names.map((name) => BUILT_IN_EMBEDDERS[name] ?? readSpecification(resolve(folder ?? '.', name)));
  const twice = specs.find((spec, index) => specs.findIndex(({ id }) => id === spec.id) !== index);
  if (twice !== undefined) throw invalid(names.join(', '), `the model ${twice.id} is named twice`);
  return specs;
}

/** Made of the file that runs, so that templates tell which numbers they can be compared with. */
export function modelRef(spec: Pick<EmbedderSpec, 'id' | 'sha256' | 'conversion'>): FaceModelRef {
  return { id: spec.id, version: (spec.conversion?.sha256 ?? spec.sha256).slice(0, 16) };
}

function readSpecification(file: string): EmbedderSpec {
  if (!file.endsWith('.json'))
    throw invalid(file, `neither a .json file nor one of ${Object.keys(BUILT_IN_EMBEDDERS).join(', ')}`);
  const value = parse(file);
  if (!specification.Check(value)) {
    const [error] = specification.Errors(value);
    throw invalid(file, `${error?.instancePath || '/'}: ${error?.message ?? 'not a model specification'}`);
  }
  const spec: EmbedderSpec = value;
  if (BUILT_IN_EMBEDDERS[spec.id] !== undefined) throw invalid(file, `the id ${spec.id} belongs to a built-in model`);
  const problem = thresholdProblem(spec);
  if (problem !== null) throw invalid(file, problem);
  if ('package' in spec.source || isAbsolute(spec.source.file)) return spec;
  return { ...spec, source: { file: resolve(dirname(file), spec.source.file) } };
}

/** Bands must follow one another: a review band above accept would leave people in neither. */
function thresholdProblem({ output: { thresholds } }: EmbedderSpec): string | null {
  const { oneToOne, oneToMany } = thresholds;
  if (oneToOne.review > oneToOne.accept) return '/output/thresholds/oneToOne: review is above accept';
  if (oneToMany === null) return null;
  let before = { people: 0, accept: oneToMany.review };
  for (const step of oneToMany.steps) {
    if (step.people <= before.people) return '/output/thresholds/oneToMany/steps: people do not rise';
    if (step.accept < before.accept) return '/output/thresholds/oneToMany/steps: accept falls, or is below review';
    before = step;
  }
  return null;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
}

const invalid = (file: string, problem: string) => faceError('FACE_MODEL_SPEC_INVALID', { file, problem });

import type { FaceAnswer, FaceModelRef, FaceRequest, FaceTemplate } from '@hadir/sdk';
import { calibrateModel } from '../calibrate/calibrate.js';
import { dot } from '../embed/vector.js';
import { modelRef } from '../models/choose.js';
import type { EmbedderSpec } from '../models/spec.js';
import type { Nearest } from './nearest.js';
import { type Alike, createShelf, type Shelf } from './shelf.js';
import { templateVector } from './template.js';

/** One face looked for: by its vector of the model with that place in the engine's list. */
export interface Probe {
  readonly model: number;
  readonly vector: Float32Array;
}

/** The person most alike and the next one; none when nobody is enrolled there. */
export interface Identification {
  readonly best: Alike | null;
  readonly second: Alike | null;
}

/** How many people each model knows in the galleries that are searched. */
export interface Found {
  readonly people: readonly number[];
  readonly faces: readonly Identification[];
}

export interface GalleryStore {
  readonly search: Nearest['kind'];
  load(request: FaceRequest<'load'>): FaceAnswer<'load'>;
  forget(request: FaceRequest<'forget'>): FaceAnswer<'forget'>;
  identify(probes: readonly Probe[], galleries: readonly string[] | null): Found;
  compare(request: FaceRequest<'compare'>): FaceAnswer<'compare'>;
  calibrate(request: FaceRequest<'calibrate'>): FaceAnswer<'calibrate'>;
  size(): { readonly people: number; readonly templates: number };
}

const LOOKALIKES = 10;

/** Everything known of people, in memory. Shelves by model, then by gallery: vectors of two models never meet. */
export function createGalleryStore(specs: readonly EmbedderSpec[], nearest: Nearest): GalleryStore {
  const models = specs.map((spec) => ({ spec, ref: modelRef(spec), shelves: new Map<string, Shelf>() }));
  type Model = (typeof models)[number];
  const galleryOf = new Map<string, string>();

  const sameModel = (one: FaceModelRef, other: FaceModelRef) => one.id === other.id && one.version === other.version;
  const vectorsOf = ({ spec, ref }: Model, templates: readonly FaceTemplate[]): Float32Array[] =>
    templates.filter(({ model }) => sameModel(model, ref)).map((one) => templateVector(one, spec.output.dim));
  const shelvesOf = ({ shelves }: Model, galleries: readonly string[] | null): Shelf[] =>
    galleries === null
      ? [...shelves.values()]
      : [...new Set(galleries)].flatMap((gallery) => shelves.get(gallery) ?? []);

  function shelfOf({ spec, shelves }: Model, gallery: string): Shelf {
    const shelf = shelves.get(gallery) ?? createShelf(spec.output.dim, nearest);
    shelves.set(gallery, shelf);
    return shelf;
  }

  /** The templates of a person in every gallery, also where none should be. */
  const left = (personKey: string): number =>
    models.reduce((sum, { shelves }) => [...shelves.values()].reduce((n, shelf) => n + shelf.count(personKey), sum), 0);

  function remove(personKey: string): void {
    for (const { shelves } of models) for (const shelf of shelves.values()) shelf.remove(personKey);
    galleryOf.delete(personKey);
  }

  function alike(model: Model, galleries: readonly string[] | null, vector: Float32Array, atLeast: number): Alike[] {
    return shelvesOf(model, galleries)
      .flatMap((shelf) => shelf.alike(vector, atLeast))
      .sort((one, other) => other.score - one.score);
  }

  return {
    search: nearest.kind,
    load({ fresh, entries }) {
      // All templates are checked before anything changes.
      const ready = entries.map(({ personKey, gallery, templates }) => ({
        personKey,
        gallery,
        vectors: models.map((model) => vectorsOf(model, templates)),
      }));
      if (fresh) for (const personKey of [...galleryOf.keys()]) remove(personKey);
      for (const { personKey, gallery, vectors } of ready) {
        remove(personKey);
        models.forEach((model, index) => {
          const own = vectors[index] ?? [];
          if (own.length > 0) shelfOf(model, gallery).put(personKey, own);
        });
        if (vectors.some((own) => own.length > 0)) galleryOf.set(personKey, gallery);
      }
      return { people: galleryOf.size };
    },
    forget({ personKey }) {
      remove(personKey);
      return { left: left(personKey) };
    },
    identify(probes, galleries) {
      const faces = probes.map(({ model: index, vector }): Identification => {
        const model = models[index];
        const [best = null, second = null] = model === undefined ? [] : alike(model, galleries, vector, 2);
        return { best, second };
      });
      const people = models.map((model) => shelvesOf(model, galleries).reduce((sum, shelf) => sum + shelf.people, 0));
      return { people, faces };
    },
    compare({ templates }) {
      let onePerson = true;
      const lookalikes = new Map<string, number>();
      for (const model of models) {
        const { onePerson: same, lookalike } = model.spec.output.thresholds;
        const vectors = vectorsOf(model, templates);
        vectors.forEach((vector, index) => {
          if (vectors.slice(0, index).some((other) => dot(vector, other) < same)) onePerson = false;
          for (const { personKey, score } of alike(model, null, vector, LOOKALIKES)) {
            if (score < lookalike) continue;
            lookalikes.set(personKey, Math.max(lookalikes.get(personKey) ?? -1, score));
          }
        });
      }
      const worst = [...lookalikes].sort(([, one], [, other]) => other - one).slice(0, LOOKALIKES);
      return { onePerson, lookalikes: worst.map(([personKey]) => personKey) };
    },
    calibrate({ gallery }) {
      const galleries = gallery === null ? null : [gallery];
      const calibrations = models.map((model) =>
        calibrateModel(
          model.spec,
          shelvesOf(model, galleries).flatMap((shelf) => shelf.entries()),
        ),
      );
      return { calibrations };
    },
    size: () => ({
      people: galleryOf.size,
      templates: models.reduce(
        (sum, { shelves }) => [...shelves.values()].reduce((n, shelf) => n + shelf.templates, sum),
        0,
      ),
    }),
  };
}

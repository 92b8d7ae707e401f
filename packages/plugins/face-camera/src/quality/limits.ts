/** What a face must be like. Every number has been measured against test pictures (docs/developer/face-models.md). */
export const QUALITY_LIMITS = Object.freeze({
  /** From 100 pixels on nothing gets better; below 60 errors begin to rise, at 32 one genuine face in ten is lost. */
  enrolWidthPx: 100,
  recogniseWidthPx: 60,
  enrolYaw: 0.25,
  recogniseYaw: 0.45,
  enrolRollDegrees: 25,
  minLuma: 40,
  maxLuma: 220,
  enrolSharpness: 45,
  recogniseSharpness: 12,
  /** A second face counts when it is at least this wide, compared with the widest. */
  secondFaceShare: 0.25,
});

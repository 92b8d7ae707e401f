export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A user-facing text in every language Hadir speaks. */
export type LocalizedText = Readonly<Record<Language, string>>;

/** Fills `{name}` placeholders; a name without a value stays visible as it is, so that a gap is seen. */
export function fillText(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

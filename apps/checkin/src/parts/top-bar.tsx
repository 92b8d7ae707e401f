import type { Words } from '../words/index.js';
import { Icon } from './icon.js';

/** Name of the app, the other language, help. */
export function TopBar(props: { readonly words: Words; onLanguage(): void; readonly onHelp: (() => void) | null }) {
  const { words } = props;
  const other = words.locale === 'id-ID' ? 'en' : 'id';
  return (
    <header class="top">
      <span class="brand">
        <svg class="mark" width="28" height="28" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
          <rect width="64" height="64" rx="16" />
          <path d="M19 33l9 9l17-19" />
        </svg>
        {words.appName}
      </span>
      <button type="button" class="quiet" lang={other} aria-label={words.otherLanguage} onClick={props.onLanguage}>
        {other.toUpperCase()}
      </button>
      {props.onHelp && (
        <button type="button" class="quiet" aria-label={words.help.open} onClick={props.onHelp}>
          <Icon name="help" />
        </button>
      )}
    </header>
  );
}

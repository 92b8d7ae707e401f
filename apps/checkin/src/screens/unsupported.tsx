import { useState } from 'preact/hooks';
import type { PhoneFacts } from '../flow/blockers.js';
import { browserKind, chromeAddress } from '../flow/browser-kind.js';
import { ScreenTitle } from '../parts/heading.js';
import { Icon } from '../parts/icon.js';
import type { Words } from '../words/index.js';

/** Says plainly that this browser cannot do it, and what can. */
export function Unsupported({ words, facts }: { readonly words: Words; readonly facts: PhoneFacts }) {
  const [copied, setCopied] = useState(false);
  const kind = facts.secure ? browserKind(navigator.userAgent, navigator.maxTouchPoints) : 'insecure';
  const { unsupported } = words;
  const copy = () =>
    void navigator.clipboard?.writeText(location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div class="screen">
      <main>
        <span class="big warn">
          <Icon name="warning" size={56} />
        </span>
        <ScreenTitle>{unsupported.title}</ScreenTitle>
        <p class="lead">{unsupported.text[kind]}</p>
        <h2>{unsupported.todoTitle}</h2>
        <ul class="points">
          {unsupported.todo[kind].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h2>{unsupported.found}</h2>
        <ul class="found">
          {(['secure', 'webauthn', 'bluetooth'] as const).map((part) => (
            <li key={part} class={facts[part] ? 'yes' : 'no'}>
              <Icon name={facts[part] ? 'check' : 'cross'} size={20} />
              {unsupported.parts[part]}: {facts[part] ? unsupported.yes : unsupported.no}
            </li>
          ))}
        </ul>
      </main>
      <div class="thumb">
        {(kind === 'android' || kind === 'in-app') && (
          <a class="first" href={chromeAddress(location.href)}>
            {unsupported.openChrome}
          </a>
        )}
        {kind !== 'insecure' && (
          <button type="button" class="second wide" onClick={copy}>
            {copied ? unsupported.copied : unsupported.copyLink}
          </button>
        )}
      </div>
    </div>
  );
}

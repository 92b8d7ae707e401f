import { ScreenTitle } from '../parts/heading.js';
import type { Words } from '../words/index.js';

export function Help({ words, onClose, onEnrol }: { readonly words: Words; onClose(): void; onEnrol(): void }) {
  const { help } = words;
  return (
    <div class="screen">
      <main class="help">
        <ScreenTitle>{help.title}</ScreenTitle>
        <h2>{help.how}</h2>
        <ol class="points">
          {help.howPoints.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ol>
        <h2>{help.notFound}</h2>
        <ul class="points">
          {help.notFoundPoints.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <h2>{help.install}</h2>
        <p>{help.installText}</p>
        <h2>{help.kept}</h2>
        <p>{help.keptText}</p>
        <h2>{help.newCode}</h2>
        <button type="button" class="second" onClick={onEnrol}>
          {help.newCodeText}
        </button>
      </main>
      <div class="thumb">
        <button type="button" class="first" onClick={onClose}>
          {help.close}
        </button>
      </div>
    </div>
  );
}

import { STEPS, type Step } from '../flow/steps.js';
import { ScreenTitle } from '../parts/heading.js';
import { Icon, type IconName } from '../parts/icon.js';
import type { Words } from '../words/index.js';

const ICONS: Readonly<Record<Step, IconName>> = { device: 'phone', beacon: 'signal', unlock: 'lock', send: 'send' };

/** Where a check-in stands. The system's own dialogs lie over it. */
export function Progress({ words, step }: { readonly words: Words; readonly step: Step }) {
  const now = STEPS.indexOf(step);
  return (
    <div class="screen">
      <main>
        <ScreenTitle>{words.stepsTitle}</ScreenTitle>
        <p class="lead">{words.stay}</p>
        <ol class="steps">
          {STEPS.map((one, i) => (
            <li key={one} class={i < now ? 'done' : i === now ? 'now' : 'later'} aria-current={i === now && 'step'}>
              <span class="dot">
                <Icon name={i < now ? 'check' : ICONS[one]} />
              </span>
              {words.steps[one]}
            </li>
          ))}
        </ol>
        <p class="unseen" aria-live="polite">
          {words.steps[step]}
        </p>
      </main>
    </div>
  );
}

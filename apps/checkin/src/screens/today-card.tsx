import type { TodayCheckin, TodayDay } from '@hadir/sdk/checkin';
import { Icon, type IconName } from '../parts/icon.js';
import { clockTime, wallTime } from '../parts/times.js';
import type { TodayState } from '../parts/use-today.js';
import type { Language, Words } from '../words/index.js';

interface Verdict {
  readonly tone: 'good' | 'wait' | 'bad';
  readonly icon: IconName;
  readonly text: string;
}

function verdictOf({ decision, review }: TodayCheckin, { today }: Words): Verdict {
  if (decision === 'accept') return { tone: 'good', icon: 'check', text: today.counted };
  if (decision === 'reject') return { tone: 'bad', icon: 'cross', text: today.rejected };
  if (review === 'approved') return { tone: 'good', icon: 'check', text: today.approved };
  if (review === 'refused') return { tone: 'bad', icon: 'cross', text: today.refused };
  return { tone: 'wait', icon: 'clock', text: today.waiting };
}

interface Shown {
  readonly words: Words;
  readonly language: Language;
}

/** What today came to so far, and why. */
export function TodayCard(props: Shown & { readonly today: TodayState; readonly canOpen: boolean; onOpen(): void }) {
  const { words, language, today } = props;
  const { view, state } = today;
  return (
    <section class="card" aria-labelledby="today-title" aria-busy={state === 'opening'}>
      <h2 id="today-title">{words.today.title}</h2>
      {view === null ? (
        <div class="locked">
          <p>{state === 'failed' ? words.today.failed : words.today.locked}</p>
          <button type="button" class="second" disabled={!props.canOpen || state === 'opening'} onClick={props.onOpen}>
            <Icon name="lock" size={20} />
            {state === 'opening' ? words.today.opening : words.today.unlock}
          </button>
        </div>
      ) : (
        <div aria-live="polite">
          {view.checkins.length === 0 && <p>{words.today.none}</p>}
          <ul class="entries">
            {view.checkins.map((one) => (
              <Entry key={one.at} words={words} language={language} one={one} zone={view.zone} />
            ))}
          </ul>
          {view.day && <Result words={words} language={language} day={view.day} />}
        </div>
      )}
    </section>
  );
}

function Entry({ words, language, one, zone }: Shown & { readonly one: TodayCheckin; readonly zone: string }) {
  const verdict = verdictOf(one, words);
  // What was refused names the office that the phone claimed, which may be the very thing that is wrong.
  return (
    <li>
      <span class={`dot ${verdict.tone}`}>
        <Icon name={verdict.icon} size={18} />
      </span>
      <span class="what">
        <strong>
          {words.direction[one.direction]} {clockTime(words, one.at, zone)}
        </strong>
        <span>{[verdict.text, one.decision === 'reject' ? null : one.site].filter(Boolean).join(' · ')}</span>
        {one.texts.map((text) => (
          <span key={text.en}>{text[language]}</span>
        ))}
      </span>
    </li>
  );
}

function Result({ words, language, day }: Shown & { readonly day: TodayDay }) {
  const times = [
    day.in === null ? null : `${words.direction.in} ${wallTime(words, day.in)}`,
    day.out === null ? null : `${words.direction.out} ${wallTime(words, day.out)}`,
    day.lateMinutes ? words.today.late(day.lateMinutes) : null,
    day.earlyMinutes ? words.today.early(day.earlyMinutes) : null,
  ].filter((part) => part !== null);
  return (
    <div class="result">
      <p>
        {words.today.result}: <strong>{day.statusText[language]}</strong>
      </p>
      {times.length > 0 && <p>{times.join(' · ')}</p>}
      {day.why.length > 0 && (
        <details
          onToggle={(event) => event.currentTarget.open && event.currentTarget.scrollIntoView({ block: 'start' })}
        >
          <summary>{words.today.why}</summary>
          <ol>
            {day.why.map((step) => (
              <li key={step.en}>{step[language]}</li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

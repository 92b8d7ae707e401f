import type { CheckinAnswer } from '@hadir/sdk/checkin';
import type { Outcome } from '../flow/outcome.js';
import { ScreenTitle } from '../parts/heading.js';
import { Icon, type IconName } from '../parts/icon.js';
import { clockTime } from '../parts/times.js';
import type { Language, Words } from '../words/index.js';

interface OutcomeProps {
  readonly words: Words;
  readonly language: Language;
  readonly outcome: Outcome;
  onDone(): void;
  onRetry(): void;
  onToday(): void;
  onEnrol(): void;
}

interface Shown {
  readonly tone: 'good' | 'wait' | 'bad' | 'unsent';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string | null;
}

/** How it ended. Green only when the hub said that it counts. */
export function OutcomeScreen(props: OutcomeProps) {
  const { words, outcome } = props;
  const shown = shownOf(outcome, words);
  return (
    <div class="screen">
      <main class={`verdict ${shown.tone}`} aria-live="assertive">
        <span class="big">
          <Icon name={shown.icon} size={72} />
        </span>
        <ScreenTitle>{shown.title}</ScreenTitle>
        {outcome.kind === 'judged' && (
          <p class="hour">
            <span class="unseen">{words.outcome.at} </span>
            {clockTime(words, outcome.answer.at)}
          </p>
        )}
        {outcome.kind === 'judged' && outcome.siteName && <p class="lead">{outcome.siteName}</p>}
        {shown.text && <p class="lead">{shown.text}</p>}
        {outcome.kind === 'judged' && <Reasons words={words} language={props.language} answer={outcome.answer} />}
        {outcome.kind === 'stopped' && outcome.detail && <p class="small">{outcome.detail}</p>}
      </main>
      <div class="thumb">
        <Next {...props} />
      </div>
    </div>
  );
}

function shownOf(outcome: Outcome, words: Words): Shown {
  const { outcome: text } = words;
  if (outcome.kind === 'unsent') return { tone: 'unsent', icon: 'offline', title: text.unsent, text: text.unsentText };
  if (outcome.kind === 'unsure') return { tone: 'wait', icon: 'warning', title: text.unsure, text: text.unsureText };
  if (outcome.kind === 'stopped') {
    const { title, todo } = words.stops[outcome.cause];
    return { tone: 'unsent', icon: 'warning', title, text: todo };
  }
  const { decision } = outcome.answer;
  if (decision === 'accept') return { tone: 'good', icon: 'check', title: text.accept[outcome.direction], text: null };
  if (decision === 'review') return { tone: 'wait', icon: 'clock', title: text.review, text: text.reviewText };
  return { tone: 'bad', icon: 'cross', title: text.reject, text: text.rejectText };
}

function Reasons({ words, language, answer }: { words: Words; language: Language; answer: CheckinAnswer }) {
  if (answer.reasons.length === 0) return null;
  return (
    <ul class="reasons" aria-label={words.outcome.why}>
      {answer.reasons.map((code, i) => (
        <li key={code}>
          <strong>{answer.texts[i]?.[language] ?? code}</strong>
          {words.advice[code] && <span>{words.advice[code]}</span>}
          <small>{code}</small>
        </li>
      ))}
    </ul>
  );
}

function Next({ words, outcome, onDone, onRetry, onToday, onEnrol }: OutcomeProps) {
  const done = (
    <button
      type="button"
      class={outcome.kind === 'judged' && outcome.answer.decision !== 'reject' ? 'first' : 'quiet wide'}
      onClick={onDone}
    >
      {words.outcome.done}
    </button>
  );
  if (outcome.kind === 'judged' && outcome.answer.decision !== 'reject') return done;
  const lost =
    (outcome.kind === 'stopped' && (outcome.cause === 'phone-unknown' || outcome.cause === 'key-gone')) ||
    (outcome.kind === 'judged' && outcome.answer.reasons.includes('CREDENTIAL_REVOKED'));
  const [label, act] = lost
    ? [words.enrol.title, onEnrol]
    : outcome.kind === 'unsure'
      ? [words.outcome.seeToday, onToday]
      : [words.outcome.retry, onRetry];
  return (
    <>
      <button type="button" class="first" onClick={act}>
        {label}
      </button>
      {done}
    </>
  );
}

import { type Blocker, blockerOf, type PhoneFacts } from '../flow/blockers.js';
import { Icon, type IconName } from '../parts/icon.js';
import { NoticeBox } from '../parts/notice.js';
import { clockTime, longDate } from '../parts/times.js';
import type { TodayState } from '../parts/use-today.js';
import type { Memory } from '../phone/memory.js';
import type { Language, Words } from '../words/index.js';
import { TodayCard } from './today-card.js';

const ICONS: Readonly<Record<Blocker, IconName>> = {
  insecure: 'warning',
  'no-webauthn': 'warning',
  'no-bluetooth-api': 'warning',
  'no-screen-lock': 'lock',
  'not-enrolled': 'phone',
  offline: 'offline',
  'hub-away': 'offline',
  'bluetooth-off': 'signal',
};
/** Less is nobody's worry. */
const CLOCK_WORRY_MS = 2 * 60_000;

export interface HomeProps {
  readonly words: Words;
  readonly language: Language;
  readonly facts: PhoneFacts & { readonly clockAheadMs: number };
  readonly memory: Memory;
  readonly direction: 'in' | 'out';
  readonly today: TodayState;
  onDirection(direction: 'in' | 'out'): void;
  onCheckIn(): void;
  onEnrol(): void;
  onOpenToday(): void;
}

/** Who, what today came to, and the one big button at the thumb. */
export function Home(props: HomeProps) {
  const { words, facts, memory } = props;
  const blocker = blockerOf(facts);
  const hubNow = Date.now() + facts.clockAheadMs;
  const hour = new Date(hubNow).getHours();
  const canAsk = facts.enrolled && facts.online && facts.hubHere !== false && facts.webauthn;
  return (
    <>
      <main class="home">
        <div class="who">
          <h1>
            {words.greeting(hour)}
            {memory.personName && <span>{memory.personName}</span>}
          </h1>
          <p>{longDate(words, hubNow)}</p>
        </div>
        {facts.enrolled && (
          <TodayCard
            words={words}
            language={props.language}
            today={props.today}
            canOpen={canAsk}
            onOpen={props.onOpenToday}
          />
        )}
        {Math.abs(facts.clockAheadMs) > CLOCK_WORRY_MS && (
          <p class="clock">
            <Icon name="clock" size={20} />
            {words.clockOff(Math.round(Math.abs(facts.clockAheadMs) / 60_000), clockTime(words, hubNow))}
          </p>
        )}
      </main>
      <div class="thumb">
        <div class="why-not" aria-live="polite">
          {blocker ? (
            <NoticeBox id="why" icon={ICONS[blocker]} {...words.blockers[blocker]} />
          ) : (
            <p id="why" class="ready">
              {facts.hubHere === null ? words.checking : words.ready}
            </p>
          )}
        </div>
        {blocker === 'not-enrolled' ? (
          <button type="button" class="first" onClick={props.onEnrol}>
            {words.enrol.title}
          </button>
        ) : (
          <PressArea {...props} blocked={blocker !== null} />
        )}
      </div>
    </>
  );
}

function PressArea({
  words,
  direction,
  memory,
  blocked,
  onDirection,
  onCheckIn,
}: HomeProps & { readonly blocked: boolean }) {
  return (
    <>
      <fieldset class="ways">
        <legend class="unseen">{words.directionQuestion}</legend>
        {(['in', 'out'] as const).map((way) => (
          <label key={way} class={way === direction ? 'on' : ''}>
            <input
              type="radio"
              name="direction"
              value={way}
              checked={way === direction}
              onChange={() => onDirection(way)}
            />
            {words.direction[way]}
          </label>
        ))}
      </fieldset>
      <button type="button" class="press" disabled={blocked} aria-describedby="why" onClick={onCheckIn}>
        <Icon name={direction === 'in' ? 'enter' : 'leave'} size={44} />
        {words.checkIn[direction]}
      </button>
      <p class="office">
        <Icon name="place" size={18} />
        {memory.siteName ?? words.officeByDevice}
      </p>
    </>
  );
}

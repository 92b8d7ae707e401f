import type { CheckinClient, Enrolled } from '@hadir/sdk/checkin';
import { useState } from 'preact/hooks';
import { CODE_DIGITS, codeDigits, type EnrolOutcome, enrol } from '../flow/enrol.js';
import { ScreenTitle } from '../parts/heading.js';
import { Icon } from '../parts/icon.js';
import { NoticeBox } from '../parts/notice.js';
import type { Words } from '../words/index.js';

interface EnrolProps {
  readonly words: Words;
  readonly client: CheckinClient;
  readonly firstCode: string;
  readonly canEnrol: boolean;
  readonly blocked: { readonly title: string; readonly todo: string } | null;
  readonly onBack: (() => void) | null;
  onEnrolled(enrolled: Enrolled): void;
  onDone(): void;
}

type State = 'typing' | 'asking' | 'making' | EnrolOutcome;

/** From ten digits to a phone that may check in. */
export function EnrolScreen(props: EnrolProps) {
  const { words } = props;
  const [code, setCode] = useState(props.firstCode);
  const [state, setState] = useState<State>('typing');
  const busy = state === 'asking' || state === 'making';
  const left = CODE_DIGITS - code.length;

  const submit = async () => {
    setState('asking');
    const outcome = await enrol(props.client, code, () => setState('making'));
    if (outcome.kind === 'enrolled') props.onEnrolled(outcome.enrolled);
    setState(outcome);
  };
  if (typeof state === 'object' && state.kind === 'enrolled') {
    return <EnrolledScreen words={words} enrolled={state.enrolled} onDone={props.onDone} />;
  }
  return (
    <form
      class="screen"
      onSubmit={(event) => {
        event.preventDefault();
        if (left === 0 && props.canEnrol && !busy) void submit();
      }}
    >
      <main>
        <ScreenTitle>{words.enrol.title}</ScreenTitle>
        <p class="lead">{words.enrol.intro}</p>
        <label class="field">
          <span>{words.enrol.code}</span>
          <input
            inputMode="numeric"
            autoComplete="one-time-code"
            enterKeyHint="go"
            placeholder="00000 00000"
            value={code.length > 5 ? `${code.slice(0, 5)} ${code.slice(5)}` : code}
            readOnly={busy}
            aria-describedby="code-left"
            onInput={(event) => {
              const digits = codeDigits(event.currentTarget.value);
              setCode(digits);
              // Whatever else was typed is shown to be left out.
              event.currentTarget.value = digits.length > 5 ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits;
            }}
          />
          <small id="code-left">
            {left > 0 && code.length > 0 ? words.enrol.codeLeft(left) : words.enrol.codeHint}
          </small>
        </label>
        <ul class="points">
          {words.enrol.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </main>
      <div class="thumb">
        <div aria-live="assertive">
          {props.blocked && <NoticeBox icon="warning" {...props.blocked} />}
          {!props.blocked && typeof state === 'object' && <EnrolTrouble words={words} outcome={state} />}
          {busy && <p class="ready">{state === 'asking' ? words.enrol.asking : words.enrol.making}</p>}
        </div>
        <button type="submit" class="first" disabled={left > 0 || !props.canEnrol || busy} aria-describedby="code-left">
          {words.enrol.submit}
        </button>
        {props.onBack && (
          <button type="button" class="quiet wide" onClick={props.onBack} disabled={busy}>
            {words.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

function EnrolTrouble({ words, outcome }: { readonly words: Words; readonly outcome: EnrolOutcome }) {
  if (outcome.kind === 'stopped')
    return <NoticeBox icon="warning" {...words.stops[outcome.cause]} detail={outcome.detail} />;
  return <NoticeBox icon="offline" {...words.blockers['hub-away']} />;
}

function EnrolledScreen({ words, enrolled, onDone }: { words: Words; enrolled: Enrolled; onDone: () => void }) {
  return (
    <div class="screen">
      <main class="verdict good">
        <span class="big">
          <Icon name="check" size={72} />
        </span>
        <ScreenTitle>{words.enrol.done(enrolled.personName)}</ScreenTitle>
        <p class="lead">{words.enrol.doneText}</p>
        {enrolled.assurance === 'low' && <p class="small">{words.enrol.low}</p>}
      </main>
      <div class="thumb">
        <button type="button" class="first" onClick={onDone}>
          {words.enrol.start}
        </button>
      </div>
    </div>
  );
}

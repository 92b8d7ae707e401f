import { createCheckinClient } from '@hadir/sdk/checkin';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { blockerOf, lackOf } from './flow/blockers.js';
import { checkIn } from './flow/check-in.js';
import { likelyDirection } from './flow/direction.js';
import { codeOfAddress } from './flow/enrol.js';
import type { Outcome } from './flow/outcome.js';
import type { Step } from './flow/steps.js';
import { TopBar } from './parts/top-bar.js';
import { useFacts } from './parts/use-facts.js';
import { useMemory } from './parts/use-memory.js';
import { useToday } from './parts/use-today.js';
import { bluetoothOf } from './phone/bluetooth.js';
import { EnrolScreen } from './screens/enrol-screen.js';
import { Help } from './screens/help.js';
import { Home } from './screens/home.js';
import { OutcomeScreen } from './screens/outcome-screen.js';
import { Progress } from './screens/progress.js';
import { Unsupported } from './screens/unsupported.js';
import { pickLanguage, WORDS } from './words/index.js';

type Screen =
  | { readonly name: 'home' }
  | { readonly name: 'help' }
  | { readonly name: 'enrol'; readonly code: string }
  | { readonly name: 'working'; readonly step: Step }
  | { readonly name: 'outcome'; readonly outcome: Outcome };

const HOME: Screen = { name: 'home' };

/** Takes the code out of the address, so that it neither stays in the history nor is sent along with a link. */
function firstScreen(enrolled: boolean): Screen {
  const code = codeOfAddress(location.hash);
  if (code !== '') history.replaceState(null, '', location.pathname);
  return code !== '' || !enrolled ? { name: 'enrol', code } : HOME;
}

export function App() {
  const [memory, remember] = useMemory();
  const language = memory.language ?? pickLanguage(navigator.languages);
  const words = WORDS[language];
  const client = useMemo(() => createCheckinClient({ baseUrl: '', language }), [language]);
  const { facts: seen, refresh } = useFacts();
  const facts = { ...seen, enrolled: memory.credentialId !== null };
  const { today, open, close, usePass } = useToday(client, memory.credentialId);
  const [screen, show] = useState<Screen>(() => firstScreen(memory.credentialId !== null));
  const [chosen, choose] = useState<'in' | 'out' | null>(null);
  const direction = chosen ?? likelyDirection(memory.last, new Date());

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.appName;
  }, [language, words]);

  const press = async () => {
    const bluetooth = bluetoothOf(navigator);
    if (!bluetooth || memory.credentialId === null) return;
    const onStep = (step: Step) => show({ name: 'working', step });
    const outcome = await checkIn({ client, bluetooth, credentialId: memory.credentialId, direction, onStep });
    if (outcome.kind === 'judged') {
      const { decision, at, pass } = outcome.answer;
      navigator.vibrate?.(decision === 'accept' ? 60 : [80, 60, 80]);
      if (pass !== null) usePass(pass);
      remember({
        ...(outcome.siteName === null ? {} : { siteName: outcome.siteName }),
        ...(decision === 'accept' ? { last: { direction, at } } : {}),
      });
      choose(null);
    }
    show({ name: 'outcome', outcome });
    refresh();
  };
  const goHome = () => {
    refresh();
    show(HOME);
  };
  const goEnrol = () => show({ name: 'enrol', code: '' });
  const bar = (
    <TopBar
      words={words}
      onLanguage={() => remember({ language: language === 'id' ? 'en' : 'id' })}
      onHelp={screen.name === 'home' && lackOf(facts) === null ? () => show({ name: 'help' }) : null}
    />
  );

  if (lackOf(facts) !== null) {
    return (
      <>
        {bar}
        <Unsupported words={words} facts={facts} />
      </>
    );
  }
  if (screen.name === 'working') return <Progress words={words} step={screen.step} />;
  if (screen.name === 'help') return <Help words={words} onClose={goHome} onEnrol={goEnrol} />;
  if (screen.name === 'outcome') {
    return (
      <OutcomeScreen
        words={words}
        language={language}
        outcome={screen.outcome}
        onDone={goHome}
        onRetry={() => void press()}
        onToday={() => {
          goHome();
          void open();
        }}
        onEnrol={goEnrol}
      />
    );
  }
  if (screen.name === 'enrol') {
    const blocker = blockerOf({ ...facts, enrolled: true, bluetoothOn: null });
    return (
      <>
        {bar}
        <EnrolScreen
          words={words}
          client={client}
          firstCode={screen.code}
          canEnrol={blocker === null}
          blocked={blocker === null ? null : words.blockers[blocker]}
          onBack={facts.enrolled ? goHome : null}
          onEnrolled={({ credentialId, personName }) => {
            close();
            remember({ credentialId, personName, last: null, siteName: null });
            // Without this the browser may forget the phone when its storage runs full.
            void navigator.storage?.persist?.();
          }}
          onDone={goHome}
        />
      </>
    );
  }
  return (
    <>
      {bar}
      <Home
        words={words}
        language={language}
        facts={facts}
        memory={memory}
        direction={direction}
        today={today}
        onDirection={choose}
        onCheckIn={() => void press()}
        onEnrol={goEnrol}
        onOpenToday={() => void open()}
      />
    </>
  );
}

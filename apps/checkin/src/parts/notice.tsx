import { Icon, type IconName } from './icon.js';

/** Something to know, and what to do about it. */
export function NoticeBox(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly todo: string;
  readonly detail?: string | null;
  readonly tone?: 'warn' | 'plain';
  readonly id?: string;
}) {
  return (
    <div class={`notice ${props.tone ?? 'warn'}`} id={props.id}>
      <Icon name={props.icon} />
      <p>
        <strong>{props.title}</strong> <span>{props.todo}</span>
        {props.detail && <small>{props.detail}</small>}
      </p>
    </div>
  );
}

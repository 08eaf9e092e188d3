import { useLayoutEffect, useRef } from 'react';
import { safeHtml } from './html.ts';
import classes from './meetings.module.css';

/** A description in HTML, without what could act or be loaded from elsewhere. */
export function Html({ html }: { html: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.replaceChildren(safeHtml(html));
  }, [html]);
  return <div ref={box} className={classes.html} />;
}

import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'> & {
  ref?: Ref<HTMLAnchorElement>;
};

/** The component library's looks on the router's links, so that addresses are checked by type. */
export const LinkButton = createLink((props: ButtonProps & Native) => <Button component="a" {...props} />);
export const TextLink = createLink((props: AnchorProps & Native) => <Anchor {...props} />);

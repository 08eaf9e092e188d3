/** The shapes of syntax that the rule looks at: `new Date(…)` and `Date(…)`. */
interface Call {
  callee: { type: string; name?: string };
  arguments: readonly unknown[];
}

interface Context {
  report(problem: { node: Call; message: string }): void;
}

/** oxlint has no rule for this one way to read the clock, so here it is; the others are in `.oxlintrc.json`. */
const noAmbientDate = {
  create(context: Context) {
    const check = (node: Call): void => {
      if (node.callee.name !== 'Date' || node.arguments.length > 0) return;
      context.report({ node, message: 'The clock is an argument here: take the instant from it.' });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

export default { meta: { name: 'counterpart' }, rules: { 'no-ambient-date': noAmbientDate } };

/** Imported first, it lets the tests that follow run on the Agents SDK instead of botbuilder: the same ones, unchanged. */
process.env.TEST_BOT_SDK = 'agents';

/** English. */
export const words = {
  direction: 'ltr',
  launcher: 'Call me back',
  heading: 'We call you back',
  invitation: 'Leave your number. Your phone rings in a moment.',
  closed: 'We take no calls at the moment. Please come back later.',
  later: 'We are not there right now. Choose when we call you.',
  fields: { name: 'Your name', optional: 'optional', department: 'Who shall call you', when: 'When', now: 'Now', more: 'More about this' },
  number: 'Your phone number',
  hint: (example) => `For example ${example}`,
  request: 'Call me now',
  sending: 'Sending your request',
  offline: 'No connection. We keep trying; you will be called once only.',
  close: 'Close',
  again: 'Ask for another call',
  retry: 'Try again',
  progress: 'Your call',
  steps: { queued: 'Requested', calling: 'Calling you', connected: 'Connected' },
  states: {
    queued: ['Call requested', 'We have your number and call you in a moment. You may leave this page.'],
    calling: ['We are calling you', 'Your phone rings in a moment. Please pick up.'],
    connected: ['You are connected', 'Enjoy the conversation.'],
    ended: ['The call has ended', 'Thank you for talking to us.'],
    failed: ['Nobody could be reached', 'We are sorry: this call did not come about.'],
  },
  reasons: {
    'visitor-busy': 'Your line was busy. Ask for another call when it is free.',
    'visitor-no-answer': 'Your phone rang, but nobody picked up.',
    'visitor-unreachable': 'Your number could not be reached. Please check it and try again.',
    'agent-no-answer': 'Nobody was free to take the call. Please try again in a few minutes.',
  },
  refusals: {
    'number-missing': () => 'Please enter your phone number.',
    'number-invalid': (about) =>
      `This does not look like a complete phone number. Write it with its area code${
        about.example ? `, for example ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `We cannot call this number. Please give a landline or mobile number${
        about.country ? ` in ${about.country}` : ''
      }.`,
    'field-refused': () => 'Something is missing or has changed. Please check what you entered.',
    'origin-not-allowed': (about) =>
      `This site may not use this callback form. If it is yours: add ${about.origin} to the widget’s allowed sites in the portal.`,
    'not-now': () => 'We cannot take your request right now. Please try again in a few minutes.',
    'widget-closed': () => 'We take no calls at the moment. Please come back later.',
    'not-found': () =>
      'This callback form does not exist any more. If this site is yours: copy the line of HTML from the portal again.',
    'blocked-by-policy': (about) =>
      `This page’s Content-Security-Policy stops the callback form. If it is yours: allow ${about.server} in connect-src.`,
    unreachable: () => 'We could not be reached. Please check your connection and try again.',
  },
};

/** French. */
export const words = {
  direction: 'ltr',
  launcher: 'Être rappelé',
  heading: 'Nous vous rappelons',
  invitation: 'Laissez votre numéro. Votre téléphone sonne dans un instant.',
  closed: 'Nous ne prenons pas d’appels pour le moment. Revenez plus tard, s’il vous plaît.',
  later: 'Nous sommes absents en ce moment. Choisissez quand nous vous appelons.',
  fields: { name: 'Votre nom', optional: 'facultatif', department: 'Qui doit vous appeler', when: 'Quand', now: 'Maintenant', more: 'En savoir plus' },
  number: 'Votre numéro de téléphone',
  hint: (example) => `Par exemple ${example}`,
  request: 'Appelez-moi maintenant',
  sending: 'Envoi de votre demande',
  offline: 'Pas de connexion. Nous réessayons ; vous ne serez appelé qu’une seule fois.',
  close: 'Fermer',
  again: 'Demander un autre appel',
  retry: 'Réessayer',
  progress: 'Votre appel',
  steps: { queued: 'Demandé', calling: 'Appel en cours', connected: 'En ligne' },
  states: {
    queued: ['Appel demandé', 'Nous avons votre numéro et vous appelons dans un instant. Vous pouvez quitter cette page.'],
    calling: ['Nous vous appelons', 'Votre téléphone sonne dans un instant. Décrochez, s’il vous plaît.'],
    connected: ['Vous êtes en ligne', 'Bonne conversation.'],
    ended: ['L’appel est terminé', 'Merci de nous avoir parlé.'],
    failed: ['Personne n’a pu être joint', 'Nous sommes désolés : cet appel n’a pas abouti.'],
  },
  reasons: {
    'visitor-busy': 'Votre ligne était occupée. Demandez un autre appel quand elle sera libre.',
    'visitor-no-answer': 'Votre téléphone a sonné, mais personne n’a décroché.',
    'visitor-unreachable': 'Votre numéro n’a pas pu être joint. Vérifiez-le et réessayez, s’il vous plaît.',
    'agent-no-answer': 'Personne n’était libre pour prendre l’appel. Réessayez dans quelques minutes, s’il vous plaît.',
  },
  refusals: {
    'number-missing': () => 'Saisissez votre numéro de téléphone, s’il vous plaît.',
    'number-invalid': (about) =>
      `Ce numéro ne semble pas complet. Écrivez-le avec son indicatif${
        about.example ? `, par exemple ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `Nous ne pouvons pas appeler ce numéro. Donnez un numéro fixe ou mobile, s’il vous plaît${
        about.country ? ` (pays : ${about.country})` : ''
      }.`,
    'field-refused': () => 'Il manque quelque chose ou une option a changé. Veuillez vérifier votre saisie.',
    'origin-not-allowed': (about) =>
      `Ce site n’a pas le droit d’utiliser ce formulaire de rappel. S’il est à vous : ajoutez ${about.origin} aux sites autorisés du widget dans le portail.`,
    'not-now': () => 'Nous ne pouvons pas prendre votre demande maintenant. Réessayez dans quelques minutes, s’il vous plaît.',
    'widget-closed': () => 'Nous ne prenons pas d’appels pour le moment. Revenez plus tard, s’il vous plaît.',
    'not-found': () =>
      'Ce formulaire de rappel n’existe plus. Si ce site est à vous : copiez de nouveau la ligne HTML depuis le portail.',
    'blocked-by-policy': (about) =>
      `La Content-Security-Policy de cette page bloque le formulaire de rappel. Si elle est à vous : autorisez ${about.server} dans connect-src.`,
    unreachable: () => 'Nous sommes injoignables. Vérifiez votre connexion et réessayez, s’il vous plaît.',
  },
};

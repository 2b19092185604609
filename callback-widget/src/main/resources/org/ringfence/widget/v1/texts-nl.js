/** Dutch. */
export const words = {
  direction: 'ltr',
  launcher: 'Bel mij terug',
  heading: 'Wij bellen u terug',
  invitation: 'Laat uw nummer achter. Uw telefoon gaat zo over.',
  closed: 'Op dit moment nemen wij geen gesprekken aan. Kom later terug.',
  later: 'We zijn er nu niet. Kies wanneer we u bellen.',
  fields: { name: 'Uw naam', optional: 'optioneel', department: 'Wie moet u bellen', when: 'Wanneer', now: 'Nu', more: 'Meer hierover' },
  number: 'Uw telefoonnummer',
  hint: (example) => `Bijvoorbeeld ${example}`,
  request: 'Bel mij nu',
  sending: 'Uw verzoek wordt verstuurd',
  offline: 'Geen verbinding. Wij blijven het proberen; u wordt maar één keer gebeld.',
  close: 'Sluiten',
  again: 'Nog een gesprek aanvragen',
  retry: 'Opnieuw proberen',
  progress: 'Uw gesprek',
  steps: { queued: 'Aangevraagd', calling: 'Wij bellen', connected: 'Verbonden' },
  states: {
    queued: ['Gesprek aangevraagd', 'Wij hebben uw nummer en bellen u zo. U kunt deze pagina verlaten.'],
    calling: ['Wij bellen u', 'Uw telefoon gaat zo over. Neem op, alstublieft.'],
    connected: ['U bent verbonden', 'Een prettig gesprek gewenst.'],
    ended: ['Het gesprek is afgelopen', 'Bedankt voor het gesprek.'],
    failed: ['Er was niemand te bereiken', 'Het spijt ons: dit gesprek is niet tot stand gekomen.'],
  },
  reasons: {
    'visitor-busy': 'Uw lijn was bezet. Vraag een nieuw gesprek aan wanneer zij vrij is.',
    'visitor-no-answer': 'Uw telefoon ging over, maar niemand nam op.',
    'visitor-unreachable': 'Uw nummer was niet te bereiken. Controleer het en probeer het opnieuw.',
    'agent-no-answer': 'Niemand was vrij om op te nemen. Probeer het over enkele minuten opnieuw.',
  },
  refusals: {
    'number-missing': () => 'Vul uw telefoonnummer in.',
    'number-invalid': (about) =>
      `Dit lijkt geen volledig telefoonnummer. Schrijf het met netnummer${
        about.example ? `, bijvoorbeeld ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `Dit nummer kunnen wij niet bellen. Geef een vast of mobiel nummer op${
        about.country ? ` (land: ${about.country})` : ''
      }.`,
    'field-refused': () => 'Er ontbreekt iets of er is iets veranderd. Controleer wat u hebt ingevuld.',
    'origin-not-allowed': (about) =>
      `Deze site mag dit terugbelformulier niet gebruiken. Is het uw site: voeg ${about.origin} in het portaal toe aan de toegestane sites van de widget.`,
    'not-now': () => 'Wij kunnen uw verzoek nu niet aannemen. Probeer het over enkele minuten opnieuw.',
    'widget-closed': () => 'Op dit moment nemen wij geen gesprekken aan. Kom later terug.',
    'not-found': () =>
      'Dit terugbelformulier bestaat niet meer. Is dit uw site: kopieer de regel HTML opnieuw uit het portaal.',
    'blocked-by-policy': (about) =>
      `De Content-Security-Policy van deze pagina houdt het terugbelformulier tegen. Is het uw pagina: sta ${about.server} toe in connect-src.`,
    unreachable: () => 'Wij waren niet te bereiken. Controleer uw verbinding en probeer het opnieuw.',
  },
};

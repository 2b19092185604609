/** German. */
export const words = {
  direction: 'ltr',
  launcher: 'Rückruf',
  heading: 'Wir rufen Sie zurück',
  invitation: 'Geben Sie Ihre Nummer an. Ihr Telefon klingelt gleich.',
  closed: 'Zurzeit nehmen wir keine Anrufe an. Bitte kommen Sie später wieder.',
  later: 'Zurzeit ist niemand da. Wählen Sie, wann wir Sie anrufen.',
  fields: { name: 'Ihr Name', optional: 'freiwillig', department: 'Wer soll Sie anrufen', when: 'Wann', now: 'Jetzt', more: 'Mehr dazu' },
  number: 'Ihre Telefonnummer',
  hint: (example) => `Zum Beispiel ${example}`,
  request: 'Jetzt anrufen lassen',
  sending: 'Ihre Anfrage wird gesendet',
  offline: 'Keine Verbindung. Wir versuchen es weiter; Sie werden nur einmal angerufen.',
  close: 'Schließen',
  again: 'Noch einen Anruf anfordern',
  retry: 'Noch einmal versuchen',
  progress: 'Ihr Anruf',
  steps: { queued: 'Angefordert', calling: 'Anruf läuft', connected: 'Verbunden' },
  states: {
    queued: ['Anruf angefordert', 'Wir haben Ihre Nummer und rufen gleich an. Sie können diese Seite verlassen.'],
    calling: ['Wir rufen Sie an', 'Ihr Telefon klingelt gleich. Bitte nehmen Sie ab.'],
    connected: ['Sie sind verbunden', 'Wir wünschen ein gutes Gespräch.'],
    ended: ['Das Gespräch ist beendet', 'Danke für das Gespräch.'],
    failed: ['Niemand war zu erreichen', 'Es tut uns leid: Dieser Anruf kam nicht zustande.'],
  },
  reasons: {
    'visitor-busy': 'Ihr Anschluss war besetzt. Fordern Sie einen neuen Anruf an, sobald er frei ist.',
    'visitor-no-answer': 'Ihr Telefon hat geklingelt, aber niemand hat abgenommen.',
    'visitor-unreachable': 'Ihre Nummer war nicht zu erreichen. Bitte prüfen Sie sie und versuchen Sie es noch einmal.',
    'agent-no-answer': 'Niemand war frei, um das Gespräch anzunehmen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  refusals: {
    'number-missing': () => 'Bitte geben Sie Ihre Telefonnummer ein.',
    'number-invalid': (about) =>
      `Das ist keine vollständige Telefonnummer. Schreiben Sie sie mit Vorwahl${
        about.example ? `, zum Beispiel ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `Diese Nummer können wir nicht anrufen. Bitte nennen Sie einen Festnetz- oder Mobilanschluss${
        about.country ? ` (Land: ${about.country})` : ''
      }.`,
    'field-refused': () => 'Etwas fehlt oder hat sich geändert. Bitte prüfen Sie Ihre Angaben.',
    'origin-not-allowed': (about) =>
      `Diese Website darf dieses Rückruf-Formular nicht verwenden. Wenn es Ihre ist: Tragen Sie ${about.origin} im Portal bei den erlaubten Websites des Widgets ein.`,
    'not-now': () =>
      'Wir können Ihre Anfrage gerade nicht annehmen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    'widget-closed': () => 'Zurzeit nehmen wir keine Anrufe an. Bitte kommen Sie später wieder.',
    'not-found': () =>
      'Dieses Rückruf-Formular gibt es nicht mehr. Wenn das Ihre Website ist: Kopieren Sie die HTML-Zeile erneut aus dem Portal.',
    'blocked-by-policy': (about) =>
      `Die Content-Security-Policy dieser Seite hält das Rückruf-Formular auf. Wenn es Ihre ist: Erlauben Sie ${about.server} in connect-src.`,
    unreachable: () =>
      'Wir sind gerade nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  },
};

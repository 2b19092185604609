/** Italian. */
export const words = {
  direction: 'ltr',
  launcher: 'Richiamatemi',
  heading: 'La richiamiamo noi',
  invitation: 'Lasci il Suo numero. Il Suo telefono squillerà tra un momento.',
  closed: 'Al momento non accettiamo chiamate. La preghiamo di tornare più tardi.',
  later: 'In questo momento non ci siamo. Scelga quando chiamarla.',
  fields: { name: 'Il Suo nome', optional: 'facoltativo', department: 'Chi deve chiamarla', when: 'Quando', now: 'Adesso', more: 'Maggiori informazioni' },
  number: 'Il Suo numero di telefono',
  hint: (example) => `Per esempio ${example}`,
  request: 'Chiamatemi ora',
  sending: 'Invio della richiesta',
  offline: 'Nessuna connessione. Continuiamo a provare; La chiameremo una volta sola.',
  close: 'Chiudi',
  again: 'Chiedi un’altra chiamata',
  retry: 'Riprova',
  progress: 'La Sua chiamata',
  steps: { queued: 'Richiesta', calling: 'In chiamata', connected: 'In linea' },
  states: {
    queued: ['Chiamata richiesta', 'Abbiamo il Suo numero e La chiamiamo tra un momento. Può lasciare questa pagina.'],
    calling: ['La stiamo chiamando', 'Il Suo telefono squillerà tra un momento. Risponda, per favore.'],
    connected: ['È in linea', 'Buona conversazione.'],
    ended: ['La chiamata è terminata', 'Grazie per aver parlato con noi.'],
    failed: ['Non è stato possibile raggiungere nessuno', 'Ci dispiace: questa chiamata non è riuscita.'],
  },
  reasons: {
    'visitor-busy': 'La Sua linea era occupata. Chieda un’altra chiamata quando è libera.',
    'visitor-no-answer': 'Il Suo telefono ha squillato, ma nessuno ha risposto.',
    'visitor-unreachable': 'Il Suo numero non è raggiungibile. Lo controlli e riprovi, per favore.',
    'agent-no-answer': 'Nessuno era libero per rispondere. Riprovi tra qualche minuto, per favore.',
  },
  refusals: {
    'number-missing': () => 'Inserisca il Suo numero di telefono.',
    'number-invalid': (about) =>
      `Questo numero non sembra completo. Lo scriva con il prefisso${
        about.example ? `, per esempio ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `Non possiamo chiamare questo numero. Indichi un numero fisso o mobile${
        about.country ? ` (paese: ${about.country})` : ''
      }.`,
    'field-refused': () => 'Manca qualcosa o è cambiato. Controlli i dati inseriti.',
    'origin-not-allowed': (about) =>
      `Questo sito non può usare questo modulo di richiamata. Se è Suo: aggiunga ${about.origin} ai siti consentiti del widget nel portale.`,
    'not-now': () => 'Ora non possiamo accettare la Sua richiesta. Riprovi tra qualche minuto, per favore.',
    'widget-closed': () => 'Al momento non accettiamo chiamate. La preghiamo di tornare più tardi.',
    'not-found': () =>
      'Questo modulo di richiamata non esiste più. Se questo sito è Suo: copi di nuovo la riga di HTML dal portale.',
    'blocked-by-policy': (about) =>
      `La Content-Security-Policy di questa pagina blocca il modulo di richiamata. Se è Sua: consenta ${about.server} in connect-src.`,
    unreachable: () => 'Non siamo raggiungibili. Controlli la connessione e riprovi, per favore.',
  },
};

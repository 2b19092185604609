/** Spanish. */
export const words = {
  direction: 'ltr',
  launcher: 'Llámenme',
  heading: 'Le devolvemos la llamada',
  invitation: 'Deje su número. Su teléfono sonará en un momento.',
  closed: 'En este momento no atendemos llamadas. Vuelva más tarde, por favor.',
  later: 'Ahora no estamos. Elija cuándo le llamamos.',
  fields: { name: 'Su nombre', optional: 'opcional', department: 'Quién debe llamarle', when: 'Cuándo', now: 'Ahora', more: 'Más información' },
  number: 'Su número de teléfono',
  hint: (example) => `Por ejemplo ${example}`,
  request: 'Llámenme ahora',
  sending: 'Enviando su solicitud',
  offline: 'Sin conexión. Seguimos intentándolo; solo le llamaremos una vez.',
  close: 'Cerrar',
  again: 'Pedir otra llamada',
  retry: 'Intentar de nuevo',
  progress: 'Su llamada',
  steps: { queued: 'Solicitada', calling: 'Llamándole', connected: 'Conectado' },
  states: {
    queued: ['Llamada solicitada', 'Tenemos su número y le llamamos en un momento. Puede salir de esta página.'],
    calling: ['Le estamos llamando', 'Su teléfono sonará en un momento. Descuelgue, por favor.'],
    connected: ['Está conectado', 'Que tenga una buena conversación.'],
    ended: ['La llamada ha terminado', 'Gracias por hablar con nosotros.'],
    failed: ['No se pudo contactar con nadie', 'Lo sentimos: esta llamada no se pudo realizar.'],
  },
  reasons: {
    'visitor-busy': 'Su línea estaba ocupada. Pida otra llamada cuando esté libre.',
    'visitor-no-answer': 'Su teléfono sonó, pero nadie contestó.',
    'visitor-unreachable': 'No se pudo contactar con su número. Compruébelo e inténtelo de nuevo, por favor.',
    'agent-no-answer': 'Nadie estaba libre para atender la llamada. Inténtelo de nuevo dentro de unos minutos, por favor.',
  },
  refusals: {
    'number-missing': () => 'Escriba su número de teléfono, por favor.',
    'number-invalid': (about) =>
      `Este número no parece completo. Escríbalo con su prefijo${
        about.example ? `, por ejemplo ${about.example}` : ''
      }.`,
    'number-not-allowed': (about) =>
      `No podemos llamar a este número. Indique un número fijo o móvil, por favor${
        about.country ? ` (país: ${about.country})` : ''
      }.`,
    'field-refused': () => 'Falta algo o ha cambiado. Revise lo que ha introducido.',
    'origin-not-allowed': (about) =>
      `Este sitio no puede usar este formulario de llamada. Si es suyo: añada ${about.origin} a los sitios permitidos del widget en el portal.`,
    'not-now': () => 'No podemos aceptar su solicitud ahora mismo. Inténtelo de nuevo dentro de unos minutos, por favor.',
    'widget-closed': () => 'En este momento no atendemos llamadas. Vuelva más tarde, por favor.',
    'not-found': () =>
      'Este formulario de llamada ya no existe. Si este sitio es suyo: copie de nuevo la línea de HTML del portal.',
    'blocked-by-policy': (about) =>
      `La Content-Security-Policy de esta página detiene el formulario de llamada. Si es suya: permita ${about.server} en connect-src.`,
    unreachable: () => 'No se nos pudo contactar. Compruebe su conexión e inténtelo de nuevo, por favor.',
  },
};

import type { Wire, WireExchange } from '../wire/types.ts';

/** The answers that the user of an authorization server got during one authorization request. */
export type Journey = {
  /** Sends over the wire underneath, and remembers the answers. */
  readonly wire: Wire;
  /** The answer that led back to the client, or else the last one. */
  readonly end: (redirectUri: string) => WireExchange | undefined;
  /** The error page with which the authorization endpoint answered, before a login was possible. */
  readonly refusal: () => WireExchange | undefined;
  /** The first answer led back to the client. */
  readonly isDirect: (redirectUri: string) => boolean;
  readonly leftCookie: () => boolean;
};

const longest = 100;

export function journeyOn(wire: Wire): Journey {
  const steps: WireExchange[] = [];
  const leadsTo = (redirectUri: string) => (step: WireExchange) =>
    fieldOf(step, 'location')?.startsWith(redirectUri) === true;
  return {
    wire: {
      ...wire,
      send: async (request, signal) => {
        // A request_uri, a form and a code work once, so none of them may go out twice over a connection that was dead.
        const exchange = await wire.send({ ...request, fresh: true }, signal);
        if (steps.length < longest) steps.push(exchange);
        return exchange;
      },
    },
    end: (redirectUri) => steps.find(leadsTo(redirectUri)) ?? steps.at(-1),
    refusal: () => {
      const page = steps.find(({ response }) => response !== undefined && !isRedirect(response.status));
      const status = page?.response?.status ?? 0;
      return page?.request.method === 'GET' && status >= 400 && status < 500 ? page : undefined;
    },
    isDirect: (redirectUri) => steps.length === 1 && steps.every(leadsTo(redirectUri)),
    leftCookie: () => steps.some((step) => fieldOf(step, 'set-cookie') !== undefined),
  };
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function fieldOf({ response }: WireExchange, wanted: string): string | undefined {
  return response?.fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

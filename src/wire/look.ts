import { lookup as resolveName } from 'node:dns/promises';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Failure } from '../record/transcript.ts';
import { addressOf, createAllowList, type Address } from './address.ts';
import { lookup, serverName, trust } from './connection.ts';
import { failureOf } from './failure.ts';

/** How one server is reached: its addresses, and what TLS shows of it. */
export type Look = {
  readonly addresses: readonly string[];
  /** Milliseconds until the connection, with TLS where the URL says so, was ready. */
  readonly ms?: number;
  readonly tls?: {
    readonly protocol: string;
    /** Common names; empty where the certificate has none. */
    readonly subject: string;
    readonly issuer: string;
    /** Days until the certificate ends; below 0 where it has ended. */
    readonly daysLeft: number;
  };
  readonly failure?: Failure;
};

export type LookOptions = {
  /** `host` or `host:port`; nothing else is looked at. */
  readonly allowedHosts: readonly string[];
  readonly timeoutMs: number;
  /** PEM of trust anchors beside those of the system. */
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
};

/** Connects to the server of a URL, and sends it nothing but what TLS takes. */
export async function lookAt(url: string, options: LookOptions): Promise<Look> {
  const address = addressOf(url);
  if (address === undefined || !createAllowList(options.allowedHosts)(address))
    return { addresses: [], failure: { kind: 'not-allowed', message: 'the descriptor does not name this host' } };
  try {
    const addresses = await addressesOf(address.host);
    return { addresses, ...(await connected(address, options)) };
  } catch (error) {
    return { addresses: [], failure: failureOf(error instanceof Error ? error : new Error(String(error))) };
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  return (await resolveName(host, { all: true })).map(({ address }) => address);
}

async function connected(address: Address, options: LookOptions): Promise<Omit<Look, 'addresses'>> {
  const from = performance.now();
  return new Promise((resolve) => {
    const socket = open(address, options);
    const end = (look: Omit<Look, 'addresses'>): void => {
      clearTimeout(late);
      options.signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(look);
    };
    const stop = (): void => end({ failure: { kind: 'not-allowed', message: 'interrupted' } });
    const late = setTimeout(
      () => end({ failure: { kind: 'timeout', message: 'no connection in time' } }),
      options.timeoutMs,
    );
    options.signal.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => end({ failure: failureOf(error) }));
    socket.once(address.secure ? 'secureConnect' : 'connect', () => {
      const ms = performance.now() - from;
      end({ ms, ...(address.secure ? { tls: certificateOf(socket as TLSSocket) } : {}) });
    });
  });
}

function open({ secure, host, name, port }: Address, { ca }: LookOptions): Socket {
  if (!secure) return connectPlain({ host, port, lookup });
  const secureContext = trust(ca);
  const options = { host, port, lookup, servername: serverName(name), ...(secureContext && { secureContext }) };
  return connectTls(options);
}

function certificateOf(socket: TLSSocket): NonNullable<Look['tls']> {
  const { subject, issuer, valid_to: end } = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    daysLeft: Math.floor((Date.parse(end) - Date.now()) / 86_400_000),
  };
}

/** A certificate may have several names of a kind. */
function nameIn(names: PeerCertificate['subject']): string {
  const found: string | readonly string[] | undefined = names.CN ?? names.O;
  return [found ?? ''].flat().join(', ');
}

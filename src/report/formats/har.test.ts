import { createRequire } from 'node:module';
import { Ajv, type AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { Har } from 'har-format';
import { describe, expect, test } from 'vitest';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderHar } from './har.ts';

const require = createRequire(import.meta.url);
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as AnySchemaObject);
ajv.addSchema(Object.values(require('har-schema') as Readonly<Record<string, AnySchemaObject>>));

function read(events: readonly RecordEvent[]): Har {
  const har = JSON.parse([...renderHar(foldRecord(events))].join('')) as Har;
  expect([ajv.validate('har.json#', har), ajv.errors]).toEqual([true, null]);
  return har;
}

describe('the HTTP archive', () => {
  test('has each exchange of the record, as it went over the wire', () => {
    const { log } = read(mixedRun());
    expect(log.entries).toHaveLength(mixedRun().filter(({ type }) => type === 'exchange').length);
    expect(log.entries.find(({ comment }) => comment?.includes('tested'))).toMatchInlineSnapshot(`
      {
        "_proofmark": {
          "delta": [
            "claim htu is the request URI, edited: other path",
          ],
          "id": "e1002",
          "instance": "htu-other-path@resource",
          "outcome": {
            "class": "refused",
            "error": "invalid_dpop_proof",
            "status": 401,
            "text": "401 invalid_dpop_proof",
          },
          "place": "resource",
          "purpose": "tested",
          "target": "reference",
          "url": "http://127.0.0.1:4101/orders?page=2",
        },
        "cache": {},
        "comment": "htu-other-path@resource, tested: 401 invalid_dpop_proof",
        "request": {
          "bodySize": 0,
          "cookies": [],
          "headers": [
            {
              "name": "Host",
              "value": "127.0.0.1:4101",
            },
            {
              "name": "Authorization",
              "value": "DPoP ‹access_token #9b20f14c›",
            },
            {
              "name": "DPoP",
              "value": "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoicEt2VVJJeEpWaTJDZ1JYUk9oX002cEpfVXJUVlJaS1gtTFEtUXRxSkk0diIsInkiOiJFaHRIZEtkWmtrb3BLY1NrRXZ0dU1ibXFwMFpHYUVEdnpFcDIxcHFVRko0In19.eyJqdGkiOiJDV3BfWXRoakJMUUt0ZC1BbTJtYzUwIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cDovLzEyNy4wLjAuMTo0MTAxL2Vsc2V3aGVyZSIsImlhdCI6MTc5NTMxMzU4NCwiYXRoIjoiY2FVSUpvS1dPc25Fblh4cWdLS0hWOTdzaTE3Q251UE5UUS1melVuSXdoSCJ9.EPFOZzJ3Wxd14xP8a5CkrDFUx82pSMxm6biK_iOdYZqAXyunGwJyOrJ_Nu-efK1FMfZ8v5CVy51gIJbGVrkkbA",
            },
          ],
          "headersSize": -1,
          "httpVersion": "HTTP/1.1",
          "method": "GET",
          "queryString": [
            {
              "name": "page",
              "value": "2",
            },
          ],
          "url": "http://127.0.0.1:4101/orders?page=2",
        },
        "response": {
          "bodySize": 90,
          "content": {
            "mimeType": "application/json;charset=utf-8",
            "size": 90,
            "text": "{"error":"invalid_dpop_proof","error_description":"The proof does not match the request."}",
          },
          "cookies": [],
          "headers": [
            {
              "name": "Content-Type",
              "value": "application/json;charset=utf-8",
            },
            {
              "name": "Cache-Control",
              "value": "no-store",
            },
            {
              "name": "WWW-Authenticate",
              "value": "DPoP error="invalid_dpop_proof", algs="ES256 PS256"",
            },
            {
              "name": "Date",
              "value": "Sun, 22 Nov 2026 02:13:04 GMT",
            },
          ],
          "headersSize": -1,
          "httpVersion": "HTTP/1.1",
          "redirectURL": "",
          "status": 401,
          "statusText": "",
        },
        "startedDateTime": "2026-11-22T02:13:08.128Z",
        "time": 2.4,
        "timings": {
          "receive": 0.5999999999999999,
          "send": 0,
          "wait": 1.8,
        },
      }
    `);
  });

  test('names the gate, and what the run left out', () => {
    expect(read(greenRun()).log.comment).toBe('Proofmark run run-7f3c: Gate met.');
    const { comment } = read(largeRun(3)).log;
    expect(comment).toMatch(/^Proofmark run run-7f3c: Gate not met \(partial: 3 of 3 cases, .*\)\./);
  });

  test('an exchange without an answer has status 0 and says why', () => {
    const { entries } = read(mixedRun()).log;
    const lost = entries.filter(({ response }) => response.status === 0);
    expect(lost.map(({ response, ['_error']: error }) => [response.statusText, error])).toEqual([
      ['reset', 'reset: socket hang up'],
    ]);
  });

  test('is valid with hostile answers, and keeps their bytes without showing them', () => {
    const { entries } = read(hostileRun()).log;
    const body = entries.find(({ response }) => response.bodySize === 400_000)?.response.content;
    expect(body?.text).toContain('\u001B[2J\u001B[31mred\u0007 \u202Egnp.exe\u2066');
    expect(body?.comment).toBe('cut; 400000 bytes were received');
    expect([...renderHar(foldRecord(hostileRun()))].join('')).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });
});

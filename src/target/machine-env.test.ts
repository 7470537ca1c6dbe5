import { expect, test } from 'vitest';
import { machineEnv } from './machine-env.ts';

test('what is started knows places and certificate authorities of this machine, and no secret', () => {
  const known = { PATH: '/bin', PROOFMARK_PRODUCTS: '/products', SSL_CERT_FILE: '/ca.pem' };
  expect(machineEnv({ ...known, AWS_SECRET_ACCESS_KEY: 's', HOME: undefined })).toEqual(known);
});

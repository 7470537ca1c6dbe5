// Why a maintainer would leave a warning as it is. Each of them is about a SHOULD, or about what RFC 9449 does not import.

const text = 'htu is compared as a text here: normalisation is a SHOULD (RFC 9449 4.3).';

/** Scheme and host in another case. */
export const noCase = { 'RFC9449-4.3-13a': text };
export const noPercent = { 'RFC9449-4.3-13c': text };
export const noDots = { 'RFC9449-4.3-13d': text };

const limits = 'RFC 9449 has no use for exp and nbf, and nobody looks at them here: the age comes from iat.';
export const noLimits = { 'RFC7519-4.1.4-01': limits, 'RFC7519-4.1.5-01': limits };

export const lenientText = {
  'RFC8725-3.7-01': 'Broken UTF-8 is replaced before it is compared; RFC 9449 does not import the rule of RFC 8725.',
};

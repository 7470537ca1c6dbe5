/** Longer secrets are filed in pieces of this length, so that texts need not be read far beyond what is kept of them. */
const pieceLength = 4096;
/** Of a longer one only the beginning is filed: no server takes such a token back in a field. */
const mostPieces = 4;
/** Characters of long secrets that are filed whole; a target may make up as many as it likes. */
const mostCharacters = 2 * 1024 ** 2;
const beginningLength = 512;

/** Divides a secret into what can be filed; an ordinary one stays whole. */
export function createDivider(): (secret: string) => readonly string[] {
  let spent = 0;
  return (secret) => {
    if (secret.length <= pieceLength) return [secret];
    if (spent > mostCharacters) return [detached(secret.slice(0, beginningLength))];
    const count = Math.min(mostPieces, Math.ceil(secret.length / pieceLength));
    const pieces = Array.from({ length: count }, (_, at) => secret.slice(at * pieceLength, (at + 1) * pieceLength));
    const kept = pieces.filter(isVaried).map(detached);
    spent += kept.reduce((sum, piece) => sum + piece.length, 0);
    return kept;
  };
}

/** One character again and again is no secret, and would be found at every place of such a text. */
function isVaried(piece: string): boolean {
  return new Set(piece).size > 3;
}

/** A slice would keep the whole secret in memory. */
function detached(piece: string): string {
  return Buffer.from(piece, 'utf16le').toString('utf16le');
}

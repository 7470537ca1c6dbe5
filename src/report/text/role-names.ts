export const roleNames = { as: 'authorization server', rs: 'resource server', client: 'client' } as const;

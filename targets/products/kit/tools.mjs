const packages = {
  apache2: 'apache2',
  cargo: 'cargo',
  go: 'golang-go',
  jar: 'openjdk-17-jdk-headless',
  java: 'openjdk-17-jdk-headless',
  javac: 'openjdk-17-jdk-headless',
  mvn: 'maven',
  nginx: 'nginx',
  npm: 'npm',
  python3: 'python3-venv',
};

/** The way to get a command, as the end of a sentence. */
export function toolOf(command) {
  const name = packages[command];
  return name === undefined ? '' : `; Debian has it in the package ${name}`;
}

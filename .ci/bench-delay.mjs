// Preloaded into a server of Node: it answers every request so many milliseconds (BENCH_DELAY) later.
import { Server } from 'node:http';

const ms = Number(process.env.BENCH_DELAY);
const { emit } = Server.prototype;
Server.prototype.emit = function emitLater(event, ...values) {
  const goOn = () => Reflect.apply(emit, this, [event, ...values]);
  if (event !== 'request') return goOn();
  setTimeout(goOn, ms);
  return true;
};

// Program of a thread that runs one guest. Started by `thread-channel.ts`.
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { instantiator } from "../guest/guest-code.ts";
import { conclude, GuestServer, type HostLink, trapped } from "./guest-server.ts";
import { SENT_BY_GUEST, SENT_BY_HOST, SPINS_MAX, type ThreadSetup } from "./thread-setup.ts";

const { port, signals, code }: ThreadSetup = workerData;

const link: HostLink = {
  send(message) {
    port.postMessage(message);
    Atomics.add(signals, SENT_BY_GUEST, 1);
  },
  receive() {
    for (;;) {
      const sent = Atomics.load(signals, SENT_BY_HOST);
      const received = receiveMessageOnPort(port);
      if (received !== undefined) return received.message;
      for (let look = 0; look < SPINS_MAX && Atomics.load(signals, SENT_BY_HOST) === sent; look++);
      Atomics.wait(signals, SENT_BY_HOST, sent);
    }
  },
};

async function serve(): Promise<void> {
  try {
    const instantiate = await instantiator(code);
    await new GuestServer(link, instantiate).serve();
  } catch (error) {
    conclude(link, trapped(error));
  }
}

void serve();

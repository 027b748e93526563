import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { folder } from "./folder";

/** What a real HAProxy 2.6 answered to the driver's questions, with shares of 100 and 0. */
export const REPLY = `Name: HAProxy
Version: 2.6.12-1+deb12u4
Nbthread: 2
Pid: 5218
Uptime: 0d 0h00m01s
Uptime_sec: 1
Start_time_sec: 1795526054
CurrConns: 0
node: vm

1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change
2 articles 1 blue 127.0.0.1 2 0 100 100 1
2 articles 2 green 127.0.0.1 2 0 0 0 1

# pxname,svname,qcur,lbtot,addr,
articles,blue,0,7,127.0.0.1:9,
articles,green,0,0,127.0.0.1:9,

`;

export interface FakeHaproxy {
  socket: string;
  /** All that it was sent. */
  heard: string[];
  stop(): Promise<void>;
}

/** Something on a unix socket that is no HAProxy. */
export async function fakeHaproxy(
  answer: (socket: Socket, line: string) => void,
  socket = join(folder(), "fake.sock"),
): Promise<FakeHaproxy> {
  const heard: string[] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    open.add(connection);
    connection.on("error", () => {});
    connection.on("close", () => open.delete(connection));
    connection.once("data", (piece) => {
      heard.push(String(piece));
      answer(connection, String(piece));
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const stop = async () => {
    for (const connection of open) connection.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { socket, heard, stop };
}

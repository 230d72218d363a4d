export { ask, type CommandName, call, type Kept, type NameOfKind, type RequestOf, type ResponseOf } from "./call";
export { type BridgeError, IncidentError, isBridgeError, NoAnswerError, RefusedError } from "./errors";
export {
  type BootStatus,
  type Changed,
  type ChosenDestination,
  type ChosenSource,
  type MenuPick,
  onShellEvent,
  type Progress,
  shell,
} from "./shell";
export { newRequestId, uuidv7 } from "./uuid";

import { endWith } from "../shared/exit";
import { pin } from "./pin";

endWith(pin(process.argv.slice(2), process.cwd(), process));

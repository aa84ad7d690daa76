/** `npm run pin` */
export { pin as main } from "./pin";

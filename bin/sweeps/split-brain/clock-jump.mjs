// Loaded into a process of the product: at each SIGUSR2 its clock jumps an hour ahead, then two back.
const RealDate = Date;
let ahead = 0;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + ahead] : parts));
  }
  static now() {
    return RealDate.now() + ahead;
  }
};

process.on("SIGUSR2", () => {
  ahead = ahead > 0 ? -3_600_000 : 3_600_000;
});

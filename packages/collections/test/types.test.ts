import { expectTypeOf, test } from "vitest";
import {
  Cell,
  IndexedMap,
  type MapIndex,
  MapOf,
  PriorityQueue,
  StorageMap,
  StorageSet,
  StorageVector,
  VectorOf,
} from "../src/index.ts";

interface User {
  readonly email: string;
  readonly age: number;
}

test("types say what comes out", () => {
  expectTypeOf(new StorageMap<number, User>("m").get).returns.toEqualTypeOf<User | undefined>();
  expectTypeOf(new StorageMap("m").keys).returns.toEqualTypeOf<Generator<string, void, undefined>>();
  expectTypeOf(new StorageVector<User>("v").at).returns.toEqualTypeOf<User | undefined>();
  expectTypeOf(new PriorityQueue<User, Date>("p").first).returns.toEqualTypeOf<[Date, User] | undefined>();
  expectTypeOf(new Cell<number>("c").get()).toEqualTypeOf<number | undefined>();
  expectTypeOf(new Cell("c", { default: { size: 1 } }).get()).toEqualTypeOf<{ size: number }>();
});

test("nested collections are typed by the class or the function that makes them", () => {
  const carts = new MapOf("carts", StorageMap<string, number>);
  expectTypeOf(carts).toEqualTypeOf<MapOf<string, StorageMap<string, number>>>();
  expectTypeOf(new MapOf<number, StorageSet>("sets", StorageSet).get(1)).toEqualTypeOf<StorageSet<string>>();
  const deep = new MapOf("rooms", (place) => new MapOf(place, StorageSet<bigint>));
  expectTypeOf(deep.get("a").get("b")).toEqualTypeOf<StorageSet<bigint>>();
  expectTypeOf(new VectorOf("rounds", StorageMap<string, number>).at(0)?.get("a")).toEqualTypeOf<number | undefined>();
});

test("indexes are known by their names, and by what they are by", () => {
  const users = new IndexedMap("users", {
    indexes: {
      byEmail: { by: (user: User) => user.email, unique: true },
      byAge: (user: User) => (user.age > 0 ? user.age : undefined),
    },
  });
  expectTypeOf(users.get("ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(users.index("byEmail")).toEqualTypeOf<MapIndex<string, string, User>>();
  expectTypeOf(users.index("byAge")).toEqualTypeOf<MapIndex<number, string, User>>();
  // @ts-expect-error there is no such index
  const none = () => users.index("byName");
  expectTypeOf(none).toBeFunction();
  const named = new IndexedMap<number, User>("named", { indexes: { byAge: (user) => user.age } });
  expectTypeOf(named.get(1)).toEqualTypeOf<User | undefined>();
});

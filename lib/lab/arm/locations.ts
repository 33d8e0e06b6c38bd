interface Region {
  name: string;
  displayName: string;
  geographyGroup: string;
  latitude: string;
  longitude: string;
  physicalLocation: string;
  pairedWith: string;
}

/** Where the lab's Azure has computers. */
export const REGIONS = [
  {
    name: "westeurope",
    displayName: "West Europe",
    geographyGroup: "Europe",
    latitude: "52.3667",
    longitude: "4.9",
    physicalLocation: "Netherlands",
    pairedWith: "northeurope",
  },
  {
    name: "northeurope",
    displayName: "North Europe",
    geographyGroup: "Europe",
    latitude: "53.3478",
    longitude: "-6.2597",
    physicalLocation: "Ireland",
    pairedWith: "westeurope",
  },
  {
    name: "germanywestcentral",
    displayName: "Germany West Central",
    geographyGroup: "Europe",
    latitude: "50.110924",
    longitude: "8.682127",
    physicalLocation: "Frankfurt",
    pairedWith: "germanynorth",
  },
  {
    name: "germanynorth",
    displayName: "Germany North",
    geographyGroup: "Europe",
    latitude: "53.073635",
    longitude: "8.806422",
    physicalLocation: "Berlin",
    pairedWith: "germanywestcentral",
  },
  {
    name: "eastus",
    displayName: "East US",
    geographyGroup: "US",
    latitude: "37.3719",
    longitude: "-79.8164",
    physicalLocation: "Virginia",
    pairedWith: "westus",
  },
  {
    name: "westus",
    displayName: "West US",
    geographyGroup: "US",
    latitude: "37.783",
    longitude: "-122.417",
    physicalLocation: "California",
    pairedWith: "eastus",
  },
] as const satisfies Region[];

/** Clients may write `West Europe` for `westeurope`. */
export const findRegion = (location: string) =>
  REGIONS.find(({ name }) => name === location.replaceAll(" ", "").toLowerCase());

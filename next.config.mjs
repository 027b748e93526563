/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  // The image optimizer fetches and decodes what a request names; nothing here needs it.
  images: { unoptimized: true },
  devIndicators: false,
  typedRoutes: false,
  // `npm run check` types everything, tests included; a build on a user's machine would only repeat it.
  typescript: { ignoreBuildErrors: true },
};
